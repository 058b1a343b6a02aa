'use strict';
const at = id => document.getElementById(id);
const RATINGS = ['Surely real', 'Probably real', 'Rather real', 'Rather synthetic', 'Probably synthetic', 'Surely synthetic'];
const LETTERS = 'asdfghjklqwertyuiop';
let state = null;
let rating = 0;
let diagnosis = '';
let shownAt = 0;
let busy = false;
let only = 'all';

function make(tag, text, className) {
  const element = document.createElement(tag);
  if (text) element.textContent = text;
  if (className) element.className = className;
  return element;
}

async function ask(path, body) {
  if (busy) return null;
  busy = true;
  try {
    const options = body === undefined ? {} :
      { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) };
    const response = await fetch(path, options);
    if (!response.ok) throw new Error(await response.text());
    at('message').textContent = '';
    return await response.json();
  } catch (problem) {
    at('message').textContent = problem instanceof TypeError
      ? 'The program has ended; all answers so far are kept. Start it again to go on.' : problem.message;
    return null;
  } finally {
    busy = false;
  }
}

function address(trial) {
  return 'image/' + encodeURIComponent(state.reader) + '/' + trial;
}

function choice(text, key, pressed, chosen) {
  const button = make('button');
  button.type = 'button';
  button.dataset.key = key;
  button.append(make('kbd', key.toUpperCase()), document.createTextNode(' ' + text));
  button.setAttribute('aria-pressed', String(pressed));
  button.addEventListener('click', chosen);
  return button;
}

function choices() {
  at('scale').replaceChildren(...RATINGS.map((text, i) => choice(text, String(i + 1), rating === i + 1,
    () => { rating = i + 1; choices(); })));
  at('choices').replaceChildren(...state.classes.map((name, i) => choice(name.replaceAll('_', ' '), LETTERS[i] || '',
    diagnosis === name, () => { diagnosis = name; choices(); })));
  at('diagnosis').hidden = !state.classes.length;
  at('next').disabled = !rating || (state.classes.length > 0 && !diagnosis);
}

function show(fresh) {
  if (!fresh) return;
  state = fresh;
  rating = 0;
  diagnosis = '';
  const done = state.trial >= state.trials;
  at('start').hidden = true;
  at('trial').hidden = done;
  at('end').hidden = !done;
  if (done) { end(); return; }
  at('title').textContent = 'Real or synthetic?';
  at('bar').max = state.trials;
  at('bar').value = state.trial;
  at('count').textContent = (state.trial + 1) + ' of ' + state.trials;
  at('image').src = address(state.trial);
  choices();
  if (state.trial + 1 < state.trials) new Image().src = address(state.trial + 1);
}
at('image').addEventListener('load', () => { shownAt = performance.now(); });

async function next() {
  if (at('next').disabled) return;
  show(await ask('answer', { reader: state.reader, trial: state.trial, rating, diagnosis,
    seconds: Math.round(performance.now() - shownAt) / 1000 }));
}

async function end() {
  const truth = await ask('truth?reader=' + encodeURIComponent(state.reader));
  if (!truth) return;
  at('title').textContent = 'The truth';
  const beyond = truth.right > truth.high ? 'That is more than guessing brings: you can tell.'
    : truth.right < truth.low ? 'That is less than guessing brings: you see a difference, and take it the wrong way round.'
    : 'That is what guessing brings.';
  at('score').textContent = truth.right + ' of ' + truth.images.length + ' right. Of 100 people who guess, 95 get '
    + truth.low + ' to ' + truth.high + ' right. ' + beyond
    + (truth.twice ? ' Of ' + truth.twice + ' images shown twice you took ' + truth.same + ' for the same both times.' : '');
  const wrong = i => (i.rating > 3) !== (i.origin === 'synthetic');
  const kinds = { all: () => true, wrong, right: i => !wrong(i), real: i => i.origin === 'real',
    synthetic: i => i.origin === 'synthetic' };
  at('filter').replaceChildren(...Object.keys(kinds).map(kind => {
    const button = make('button', kind[0].toUpperCase() + kind.slice(1) + ' (' + truth.images.filter(kinds[kind]).length + ')');
    button.type = 'button';
    button.setAttribute('aria-pressed', String(kind === only));
    button.addEventListener('click', () => { only = kind; end(); });
    return button;
  }));
  at('truth').replaceChildren(...truth.images.filter(kinds[only]).map(i => {
    const figure = make('figure', '', wrong(i) ? 'wrong' : '');
    const picture = make('img');
    picture.loading = 'lazy';
    picture.src = address(i.trial);
    picture.alt = i.origin + ' ' + i.class;
    const caption = make('figcaption');
    caption.append(make('strong', (i.origin === 'real' ? 'Real' : 'Synthetic') + (i.class ? ', ' + i.class.replaceAll('_', ' ') : '')),
      document.createTextNode((wrong(i) ? '✗' : '✓') + ' You: ' + RATINGS[i.rating - 1].toLowerCase() + (i.diagnosis ? ', ' + i.diagnosis.replaceAll('_', ' ') : '')));
    figure.append(picture, caption);
    return figure;
  }));
}

at('start').addEventListener('submit', async event => {
  event.preventDefault();
  show(await ask('begin', { reader: at('name').value }));
});
at('next').addEventListener('click', next);
at('again').addEventListener('click', () => location.reload());
at('finish').addEventListener('click', async () => {
  if (await ask('finish', {})) at('message').textContent = 'Finished. You may close this page.';
});
document.addEventListener('keydown', event => {
  if (at('trial').hidden || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  const key = event.key.toLowerCase();
  if (key === 'enter') {
    event.preventDefault();
    next();
    return;
  }
  const button = [...document.querySelectorAll('#trial [data-key]')].find(b => b.dataset.key === key);
  if (button) {
    event.preventDefault();
    button.click();
  }
});
