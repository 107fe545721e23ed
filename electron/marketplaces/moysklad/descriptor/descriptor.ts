import { z } from 'zod';

/** What a descriptor (дескриптор решения, domain/moysklad.md §7) says, as the portal uses it. */
const page = {
  sourceUrl: z.string().max(2000),
  /** Service protocols: good-folder-selector, standard-dialogs, navigation-service, user-context. */
  uses: z.array(z.string()),
  /** False where the page asks for a token by message instead of taking contextKey from its address. */
  usesContextKey: z.boolean(),
};

export const descriptorSchema = z.strictObject({
  endpointBase: z.string().max(2000),
  /** vendorApi/additionalEvents/updatePermissions: /event is sent when rights change. */
  updatePermissions: z.boolean(),
  access: z
    .strictObject({
      resource: z.string(),
      scope: z.enum(['admin', 'custom']),
      /** Rights by name: the levels of an entity, or true for a right without levels. */
      permissions: z.record(z.string(), z.union([z.literal(true), z.array(z.string())])),
    })
    .nullable(),
  frames: z.array(z.strictObject({ type: z.string(), expand: z.boolean(), ...page })),
  widgets: z.array(z.strictObject({ point: z.string(), heightPx: z.number().int().min(0), supports: z.array(z.string()), ...page })),
  popups: z.array(z.strictObject({ name: z.string(), ...page })),
  buttons: z.array(z.strictObject({ name: z.string(), title: z.string(), locations: z.array(z.string()), usesSelected: z.boolean() })),
  scenarioActions: z.array(z.strictObject({ name: z.string(), title: z.string() })),
  loyaltyApi: z.boolean(),
  fiscalApi: z.boolean().default(false),
});

export type Descriptor = z.output<typeof descriptorSchema>;
export type DescriptorPage = Pick<Descriptor['frames'][number], 'sourceUrl' | 'uses' | 'usesContextKey'>;

/** The frame of the main window; null for a solution without one. */
export function mainFrame(descriptor: Descriptor): Descriptor['frames'][number] | null {
  return descriptor.frames.find((frame) => frame.type === 'main') ?? null;
}

/** The frame of the chat window, which stands among MoySklad's chats; null for a solution without one. */
export function chatFrame(descriptor: Descriptor): Descriptor['frames'][number] | null {
  return descriptor.frames.find((frame) => frame.type === 'chat') ?? null;
}

/** Every address in the descriptor with the place it stands in. */
export function addressesOf(descriptor: Descriptor): readonly { readonly place: string; readonly url: string }[] {
  return [
    { place: 'vendorApi/endpointBase', url: descriptor.endpointBase },
    ...descriptor.frames.map((frame) => ({ place: `iframe ${frame.type}`, url: frame.sourceUrl })),
    ...descriptor.widgets.map((widget) => ({ place: `widgets/${widget.point}`, url: widget.sourceUrl })),
    ...descriptor.popups.map((popup) => ({ place: `popup ${popup.name}`, url: popup.sourceUrl })),
  ];
}

/** Every right as one word per level, e.g. "customerOrder:view"; a right without levels is its name. Empty for administrator's access. */
export function rightsOf(descriptor: Pick<Descriptor, 'access'>): readonly string[] {
  return Object.entries(descriptor.access?.permissions ?? {}).flatMap(([name, levels]) =>
    levels === true ? [name] : levels.map((level) => `${name}:${level}`),
  );
}

/**
 * The same descriptor on another server: everything that lies under the old place moves with the endpoint. Old and new base may end
 * alike (".../vendor-endpoint"); what stands before that end is the place.
 */
export function movedTo(descriptor: Descriptor, endpointBase: string): Descriptor {
  const [from, to] = placesOf(descriptor.endpointBase, endpointBase);
  const moved = (url: string): string =>
    url === from || url.startsWith(`${from}/`) || url.startsWith(`${from}?`) ? to + url.slice(from.length).replace(/^\/{2,}/, '/') : url;
  const page = <T extends DescriptorPage>(one: T): T => ({ ...one, sourceUrl: moved(one.sourceUrl) });
  return {
    ...descriptor,
    endpointBase,
    frames: descriptor.frames.map(page),
    widgets: descriptor.widgets.map(page),
    popups: descriptor.popups.map(page),
  };
}

function placesOf(before: string, after: string): [string, string] {
  if (!URL.canParse(before) || !URL.canParse(after)) return [before, after];
  const parts = (url: string): { origin: string; path: string[] } => {
    const { origin, pathname } = new URL(url);
    return { origin, path: pathname.split('/').filter((part) => part !== '') };
  };
  const from = parts(before);
  const to = parts(after);
  while (from.path.length > 0 && to.path.length > 0 && from.path.at(-1) === to.path.at(-1)) {
    from.path.pop();
    to.path.pop();
  }
  // A base that ends differently is an endpoint beside the pages, not a folder above them.
  if (from.path.length > 0 && to.path.length > 0) return [from.origin, to.origin];
  const text = (one: { origin: string; path: string[] }): string => [one.origin, ...one.path].join('/');
  return [text(from), text(to)];
}
