'use strict';
const at = id => document.getElementById(id);
let question = null;
let skipped = [];
let overlay = true;
let swapped = false;
let busy = false;

function make(tag, text, className) {
  const element = document.createElement(tag);
  if (text) element.textContent = text;
  if (className) element.className = className;
  return element;
}

async function ask(path, body) {
  if (busy) return;
  busy = true;
  try {
    const options = body === undefined ? {} :
      { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) };
    const response = await fetch(path, options);
    if (!response.ok) throw new Error(await response.text());
    at('message').textContent = '';
    show(await response.json());
  } catch (problem) {
    at('message').textContent = problem instanceof TypeError
      ? 'The program has ended; all answers so far are kept. Start the review again to go on.' : problem.message;
  } finally {
    busy = false;
  }
}

function next() {
  return ask('next' + (skipped.length ? '?skip=' + encodeURIComponent(skipped.slice(-100).join(',')) : ''));
}

function draw(image, region) {
  const frame = image.parentElement;
  frame.querySelectorAll('canvas').forEach(c => c.remove());
  if (!region || !overlay || !image.naturalWidth) return;
  const scale = Math.min(image.clientWidth / image.naturalWidth, image.clientHeight / image.naturalHeight);
  const width = image.naturalWidth * scale;
  const height = image.naturalHeight * scale;
  const canvas = make('canvas');
  canvas.width = Math.round(width);
  canvas.height = Math.round(height);
  canvas.style.left = (image.clientWidth - width) / 2 + 'px';
  canvas.style.top = (image.clientHeight - height) / 2 + 'px';
  const pen = canvas.getContext('2d');
  const there = new Set(region.cells);
  const w = canvas.width / region.columns;
  const h = canvas.height / region.rows;
  pen.strokeStyle = '#ffe14d';
  pen.lineWidth = 2;
  pen.beginPath();
  there.forEach(cell => {
    const row = Math.floor(cell / region.columns);
    const column = cell % region.columns;
    const x = column * w;
    const y = row * h;
    if (row === 0 || !there.has(cell - region.columns)) { pen.moveTo(x, y); pen.lineTo(x + w, y); }
    if (row === region.rows - 1 || !there.has(cell + region.columns)) { pen.moveTo(x, y + h); pen.lineTo(x + w, y + h); }
    if (column === 0 || !there.has(cell - 1)) { pen.moveTo(x, y); pen.lineTo(x, y + h); }
    if (column === region.columns - 1 || !there.has(cell + 1)) { pen.moveTo(x + w, y); pen.lineTo(x + w, y + h); }
  });
  pen.stroke();
  frame.append(canvas);
}

function show(state) {
  question = state.question || null;
  swapped = false;
  const pair = question && question.images.length === 2;
  at('text').textContent = question ? question.text : 'Nothing more to ask';
  at('policy').textContent = !question ? 'What was answered is kept. Finish applies the policy to it; you may close this page then.'
    : question.kind === 'conflict' ? 'Both stay excluded until you have decided.'
    : 'Score ' + question.score.toFixed(2) + '. Without an answer the policy takes it for ' + (question.policy ? 'yes.' : 'no.');
  const images = at('images');
  images.replaceChildren();
  (question ? question.images : []).forEach(image => {
    const figure = make('figure');
    const frame = make('div', '', 'frame');
    const picture = make('img');
    picture.alt = image.name;
    picture.addEventListener('load', () => draw(picture, question && question.region));
    picture.src = 'image/' + image.id;
    frame.append(picture);
    const caption = make('figcaption');
    caption.append(make('strong', image.class), document.createTextNode(' ' + image.name + ', ' + image.size
      + (image.patient ? ', patient ' + image.patient : '') + ', source ' + image.source));
    figure.append(frame, caption);
    images.append(figure);
  });
  if (pair) {
    const second = make('img', '', 'second');
    second.alt = '';
    second.src = 'image/' + question.images[1].id;
    images.querySelector('.frame').append(second);
  }
  ['yes', 'no', 'skip'].forEach(id => { at(id).disabled = !question; });
  at('flicker').disabled = !pair;
  at('overlay').disabled = !(question && question.region);
  const status = at('status');
  status.replaceChildren();
  state.status.forEach(kind => {
    const card = make('div', '', 'kind');
    card.append(make('strong', kind.kind.replace('_', ' ')));
    const bar = make('progress');
    bar.max = kind.total;
    bar.value = kind.done ? kind.total : kind.answered;
    bar.setAttribute('aria-label', kind.kind);
    card.append(bar, make('p', kind.statement));
    status.append(card);
  });
  if (!state.status.length) status.append(make('p', 'Nothing is doubtful under this policy.'));
}

const actions = {
  yes: () => question && ask('answer', { id: question.id, yes: true }),
  no: () => question && ask('answer', { id: question.id, yes: false }),
  skip: () => { if (question) { skipped.push(question.id); next(); } },
  undo: () => ask('undo', {}),
  redo: () => ask('redo', {}),
  flicker: () => {
    const frame = document.querySelector('.frame');
    swapped = !swapped;
    if (frame) frame.classList.toggle('swapped', swapped);
  },
  overlay: () => {
    overlay = !overlay;
    document.querySelectorAll('.frame > img:first-child').forEach(i => draw(i, question && question.region));
  },
  finish: async () => {
    await ask('finish', {});
    at('message').textContent = at('message').textContent || 'Finished. You may close this page.';
  }
};
const keys = { y: 'yes', n: 'no', s: 'skip', u: 'undo', r: 'redo', f: 'flicker', o: 'overlay', q: 'finish' };
Object.keys(actions).forEach(id => at(id).addEventListener('click', () => actions[id]()));
document.addEventListener('keydown', event => {
  const action = keys[event.key.toLowerCase()];
  if (action && !event.ctrlKey && !event.metaKey && !event.altKey && !at(action).disabled) {
    event.preventDefault();
    actions[action]();
  }
});
window.addEventListener('resize', () => document.querySelectorAll('.frame > img:first-child')
  .forEach(i => draw(i, question && question.region)));
next();
