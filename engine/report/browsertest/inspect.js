// What a reader would stumble over, as browsertest.Faults. Run within the page.
(() => {
  const faults = { Overflow: [], Overlap: [], Faint: [], Missing: [], Broken: [] };
  document.querySelectorAll('details').forEach(d => { d.open = true; });
  const name = (element, text) => `<${element.tagName.toLowerCase()}> ${JSON.stringify(text.trim().slice(0, 60))}`;

  const numbers = colour => (colour.match(/[\d.]+/g) || []).map(Number);
  const luminance = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map(v => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const contrast = (a, b) => {
    const [x, y] = [luminance(a), luminance(b)];
    return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
  };
  const behind = element => {
    for (let e = element; e; e = e.parentElement) {
      const ground = e.tagName === 'svg' && e.querySelector('.ground');
      const colour = numbers(ground ? getComputedStyle(ground).fill : getComputedStyle(e).backgroundColor);
      if (colour.length === 3 || colour[3] === 1) return colour;
      if (colour[3] > 0) faults.Faint.push(name(e, 'a ground that shines through is not judged'));
    }
    return [255, 255, 255];
  };

  // A letter without a glyph looks like one that no font has.
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = 40;
  const pen = canvas.getContext('2d', { willReadFrequently: true });
  const shapes = new Map();
  const shape = (font, letter) => {
    const key = font + letter;
    if (!shapes.has(key)) {
      pen.clearRect(0, 0, 40, 40);
      pen.font = font;
      pen.fillText(letter, 4, 30);
      shapes.set(key, pen.measureText(letter).width + ':' + pen.getImageData(0, 0, 40, 40).data.join());
    }
    return shapes.get(key);
  };
  const known = new Set();
  const letters = (element, text) => {
    const style = getComputedStyle(element), font = `${style.fontWeight} 24px ${style.fontFamily}`;
    for (const letter of text) {
      if (known.has(font + letter) || /[\s\u00ad\u200b-\u200f\u2060\ufe0e\ufe0f]/.test(letter)) continue;
      known.add(font + letter);
      if (shape(font, letter) === shape(font, '\u{10ff00}')) faults.Missing.push(name(element, letter));
    }
  };

  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth > width) faults.Overflow.push(`the page is ${document.documentElement.scrollWidth} px wide`);
  const lines = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const element = walk.currentNode.parentElement, text = walk.currentNode.data;
    if (!text.trim() || element.closest('title, desc, style, script')) continue;
    const range = document.createRange();
    range.selectNodeContents(walk.currentNode);
    const boxes = [...range.getClientRects()].filter(b => b.width > 0);
    if (!boxes.length) continue;
    const style = getComputedStyle(element), picture = element.closest('svg');
    const frame = picture ? picture.getBoundingClientRect() : { left: 0, right: width, top: -1e9, bottom: 1e9 };
    if (boxes.some(b => b.left < frame.left - 0.5 || b.right > frame.right + 0.5 || b.top < frame.top - 0.5 || b.bottom > frame.bottom + 0.5)) {
      faults.Overflow.push(name(element, text));
    }
    for (let e = element; e && !picture; e = e.parentElement) {
      if (getComputedStyle(e).overflowX !== 'visible' && e.scrollWidth > e.clientWidth + 1 && e !== document.documentElement && e !== document.body) {
        faults.Overflow.push(name(e, text));
        break;
      }
    }
    const size = parseFloat(style.fontSize), large = !picture && (size >= 24 || size >= 18.66 && style.fontWeight >= 700);
    const seen = contrast(numbers(picture ? style.fill : style.color), behind(element));
    if (seen < (large ? 3 : 4.5)) faults.Faint.push(`${name(element, text)} ${seen.toFixed(2)}`);
    letters(element, text);
    if (!picture) boxes.forEach(box => lines.push({ node: walk.currentNode, element, box }));
  }
  lines.sort((a, b) => a.box.top - b.box.top);
  lines.forEach((a, i) => {
    for (const b of lines.slice(i + 1)) {
      if (b.box.top > a.box.bottom) break;
      const wide = Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left), high = Math.min(a.box.bottom, b.box.bottom) - b.box.top;
      if (a.node !== b.node && wide > 1 && high > 4) faults.Overlap.push(`${name(a.element, a.node.data)} and ${name(b.element, b.node.data)}`);
    }
  });
  for (const picture of document.querySelectorAll('svg')) {
    const texts = [...picture.querySelectorAll('text')].map(t => [t, t.getBoundingClientRect()]);
    texts.forEach(([a, p], i) => texts.slice(i + 1).forEach(([b, q]) => {
      const wide = Math.min(p.right, q.right) - Math.max(p.left, q.left), high = Math.min(p.bottom, q.bottom) - Math.max(p.top, q.top);
      if (wide > 1 && high > 2.5) faults.Overlap.push(`${name(a, a.textContent)} and ${name(b, b.textContent)}`);
    }));
  }
  for (const table of document.querySelectorAll('table')) {
    const around = table.parentElement, edge = around.getBoundingClientRect().right - parseFloat(getComputedStyle(around).paddingRight);
    if (table.getBoundingClientRect().right > edge + 1) faults.Overflow.push(name(table, table.textContent));
  }
  for (const image of document.images) {
    const box = image.getBoundingClientRect();
    if (!image.complete || !image.naturalWidth) faults.Broken.push(name(image, image.alt));
    if (box.right > width + 0.5) faults.Overflow.push(name(image, image.alt));
  }
  return faults;
})()
