// Included before better-sqlite3's own source when it is built for Node-API 9.
// There a reference may hold objects and functions only, so one to a string keeps the text and makes the string anew.
#pragma once

#include <cstdint>
#include <string>

#include <napi.h>

namespace Napi {

template <>
class Reference<String> {
 public:
  Reference() : owner(nullptr) {}

  static Reference New(const String& value, uint32_t = 0) {
    Reference made;
    made.owner = value.Env();
    made.text = value.Utf8Value();
    return made;
  }

  String Value() const { return String::New(owner, text); }

 private:
  napi_env owner;
  std::string text;
};

}  // namespace Napi
