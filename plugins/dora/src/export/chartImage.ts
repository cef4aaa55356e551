/** Twice the size on the page, for screens and slides. */
const SCALE = 2;

/** Colours of the theme, which a picture cannot look up. */
function withColours(svg: SVGSVGElement): SVGSVGElement {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const theme = getComputedStyle(document.documentElement);
  const body = getComputedStyle(svg);
  const resolve = (text: string) =>
    text.replace(/var\((--[\w-]+)\)/g, (_, name: string) =>
      (body.getPropertyValue(name) || theme.getPropertyValue(name)).trim(),
    );
  for (const element of [copy, ...copy.querySelectorAll('*')]) {
    for (const { name, value } of [...element.attributes]) {
      if (value.includes('var(')) element.setAttribute(name, resolve(value));
    }
  }
  copy.style.fontFamily = body.fontFamily;
  return copy;
}

/**
 * A chart as PNG, on the ground it stands on.
 *
 * @throws Error if the browser cannot draw it
 */
export async function chartImage(svg: SVGSVGElement): Promise<Blob> {
  const { width, height } = svg.getBoundingClientRect();
  const copy = withColours(svg);
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  copy.setAttribute('width', String(width));
  copy.setAttribute('height', String(height));
  const text = new XMLSerializer().serializeToString(copy);
  const image = new Image();
  await new Promise((resolve, reject) => {
    image.onload = resolve;
    image.onerror = () => reject(new Error('The chart could not be drawn.'));
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  });
  const canvas = document.createElement('canvas');
  canvas.width = width * SCALE;
  canvas.height = height * SCALE;
  const context = canvas.getContext('2d');
  if (!context) throw new Error('The chart could not be drawn.');
  context.fillStyle = getComputedStyle(document.documentElement)
    .getPropertyValue('--bui-bg-neutral-1')
    .trim();
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => {
    canvas.toBlob(
      blob =>
        blob
          ? resolve(blob)
          : reject(new Error('The chart could not be drawn.')),
      'image/png',
    );
  });
}
