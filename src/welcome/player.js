import { request } from './graphql.js';
import { clock, h, icon, local, t } from './ui.js';

export const TRACK_FIELDS = 'id title artist album durationSeconds artworkUrl streamUrl';
const PEAKS_QUERY = 'query Peaks($id: ID!) { track(id: $id) { peaks(count: 256) } }';
/** Strokes of a drawn waveform. */
export const STROKES = 85;
/** Pressing "previous" later than this many seconds into a track starts it again instead. */
const RESTART_AFTER = 3;

const bar = document.querySelector('#player');
const audio = document.querySelector('#audio');
const part = (name) => bar.querySelector(`.${name}`);
const [seek, volume] = [part('seek'), part('volume')];

const state = { queue: [], index: 0 };
const peaks = new Map();
const current = () => state.queue[state.index];

export function startPlayer() {
  part('toggle').addEventListener('click', toggle);
  part('previous').addEventListener('click', () =>
    state.index > 0 && audio.currentTime <= RESTART_AFTER ? open(state.index - 1) : seekTo(0),
  );
  part('next').addEventListener('click', () => open(state.index + 1));
  part('mute').addEventListener('click', () => (audio.muted = !audio.muted));
  volume.addEventListener('input', () => Object.assign(audio, { volume: volume.value, muted: false }));
  seek.addEventListener('input', () => seekTo(Number(seek.value)));
  for (const type of ['play', 'pause', 'volumechange']) audio.addEventListener(type, showControls);
  for (const type of ['timeupdate', 'durationchange']) audio.addEventListener(type, showTime);
  audio.addEventListener('ended', () => state.index < state.queue.length - 1 && open(state.index + 1));
  audio.addEventListener('error', () => (part('artist').textContent = t('cannotPlay')));
  document.addEventListener('click', ({ target }) => playFrom(target.closest('[data-track]')));
}

/** The bar belongs into an open dialog: everything outside of a modal dialog is inert. The sound itself stays where it is. */
export const dockPlayer = (parent) => parent.append(bar);

/**
 * A list of tracks with play buttons; a button plays its list from there on. A track that brings `peaks` (null: they
 * are unknown) is not asked for them.
 */
export function trackList(tracks, row = trackRow) {
  const list = h('ol.tracks', tracks.map(row));
  list.tracks = tracks;
  for (const track of tracks) showRow(list, track);
  return list;
}

/** Where a list of tracks will be. */
export const trackSkeleton = (count) =>
  h(
    'ol.tracks.skeleton',
    { 'aria-hidden': 'true' },
    Array.from({ length: count }, () =>
      h('li.track.row', h('div.artwork'), h('p.track-text', h('span.line'))),
    ),
  );

/** The button that plays a track of the list it is in. */
export const playButton = ({ id }) =>
  h('button.icon-button', { type: 'button', 'data-track': id }, icon('play'));

/** Takes tracks that are no more out of what is played, and ends the one that is playing if it is among them. */
export function dropTracks(ids) {
  const playing = current();
  state.queue = state.queue.filter(({ id }) => !ids.includes(id));
  state.index = Math.max(state.queue.indexOf(playing), 0);
  if (!playing || state.queue.includes(playing)) return;
  state.queue = [];
  audio.removeAttribute('src');
  audio.load();
  bar.hidden = true;
}

/** Plays tracks one after the other, from the first on. */
export function playTracks(tracks) {
  state.queue = tracks;
  open(0);
}

export const pausePlayer = () => audio.pause();

const trackRow = (track) =>
  h(
    'li.track.row',
    artwork(track),
    h(
      'p.track-text',
      h('strong', track.title),
      h('span.soft', [track.artist, track.album].filter(Boolean).join(' · ')),
    ),
    h('span.soft', clock(track.durationSeconds)),
    playButton(track),
  );

function artwork({ artworkUrl }) {
  if (!artworkUrl) return h('div.artwork', icon('note'));
  return h(
    'div.artwork',
    h('img', { src: local(artworkUrl), alt: '', width: 56, height: 56, loading: 'lazy' }),
  );
}

function playFrom(button) {
  if (!button) return;
  const { tracks } = button.closest('.tracks');
  if (button.dataset.track === current()?.id) return toggle();
  state.queue = tracks;
  open(tracks.findIndex(({ id }) => id === button.dataset.track));
}

function open(index) {
  state.index = index;
  const track = current();
  bar.hidden = false;
  part('artwork').replaceWith(artwork(track));
  part('track-title').textContent = track.title;
  part('artist').textContent = track.artist;
  audio.src = local(track.streamUrl);
  showTime();
  play();
  void showPeaks(track);
}

/** Starts the sound; a refusal (a broken file, a browser that wants a press first) shows in the controls. */
const play = () => void audio.play().catch(showControls);
const toggle = () => (audio.paused ? play() : audio.pause());

function seekTo(seconds) {
  audio.currentTime = seconds;
  showTime();
}

function showTime() {
  const seconds = audio.currentTime;
  const total = Number.isFinite(audio.duration) ? audio.duration : (current()?.durationSeconds ?? 0);
  seek.max = Math.floor(total);
  seek.value = seconds;
  seek.setAttribute('aria-valuetext', `${clock(seconds)} / ${clock(total)}`);
  bar.style.setProperty('--played', total > 0 ? Math.min(seconds / total, 1) : 0);
  part('now').textContent = clock(seconds);
  part('total').textContent = clock(total);
}

/** Brings every play button, here and in the lists, in step with the audio element. */
export function showControls() {
  part('next').disabled = state.index >= state.queue.length - 1;
  setButton(part('toggle'), audio.paused ? 'play' : 'pause', t(audio.paused ? 'play' : 'pause'));
  setButton(part('mute'), audio.muted ? 'muted' : 'volume', t('mute'));
  part('mute').setAttribute('aria-pressed', audio.muted);
  if (document.activeElement !== volume) volume.value = audio.volume;
  for (const list of document.querySelectorAll('.tracks:not(.skeleton)')) {
    for (const track of list.tracks) showRow(list, track);
  }
}

function showRow(list, { id, title }) {
  const button = list.querySelector(`[data-track="${CSS.escape(id)}"]`);
  const playing = id === current()?.id && !audio.paused;
  button.closest('li').classList.toggle('current', id === current()?.id);
  setButton(button, playing ? 'pause' : 'play', t(playing ? 'pauseTrack' : 'playTrack', { title }));
}

function setButton(button, symbol, label) {
  button.setAttribute('aria-label', label);
  button.querySelector('use').setAttribute('href', `#icon-${symbol}`);
}

async function showPeaks({ id, peaks: brought }) {
  const known = brought ?? peaks.get(id);
  drawWave(known ?? []);
  if (known || brought === null) return;
  const { data } = await request(PEAKS_QUERY, { id }).catch(() => ({ data: {} }));
  if (!data.track?.peaks) return;
  peaks.set(id, data.track.peaks);
  if (current()?.id === id) drawWave(data.track.peaks);
}

function drawWave(values) {
  for (const path of bar.querySelectorAll('.wave path')) path.setAttribute('d', wavePath(values));
}

/** Peaks as 85 upright strokes in a box of 85 × 100, `highest` as high as the box; without peaks a flat line. */
export function wavePath(values, highest = Math.max(...values, 0.01)) {
  const strokes = Array.from({ length: STROKES }, (_, index) => {
    const [from, to] = [index, index + 1].map((edge) => Math.round((edge * values.length) / STROKES));
    const height = Math.max(4, (96 * Math.max(0, ...values.slice(from, to))) / highest);
    return `M${index + 0.5} ${50 - height / 2}v${height}`;
  });
  return strokes.join('');
}

/** A drawing of peaks. */
export function wave(values) {
  const box = h('div.wave', bar.querySelector('.wave svg').cloneNode(true));
  box.querySelector('path').setAttribute('d', wavePath(values));
  return box;
}
