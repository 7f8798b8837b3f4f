/** Forms made to collide: small words whose FNV-1a hash, folded as the surface table folds it, ends in the same ten bits. */

const TEN_BITS = 0x3ff;

/** They all want the same place in a table of 1,024. */
export function collidingForms(count: number): string[] {
  const forms: string[] = [];
  for (let i = 0; forms.length < count; i++) {
    const form = `w${i.toString(36)}`;
    if (placeOf(form) === 7) forms.push(form);
  }
  return forms;
}

function placeOf(form: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < form.length; at++) hash = Math.imul(hash ^ form.charCodeAt(at), 0x01000193);
  return (hash ^ (hash >>> 15)) & TEN_BITS;
}
