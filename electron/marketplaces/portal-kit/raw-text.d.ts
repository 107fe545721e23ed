/** Browser scripts and styles are bundled as text and served by the portal itself. */
declare module '*?raw' {
  const text: string;
  export default text;
}
