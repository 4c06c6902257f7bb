import { clap, cymbal, noise, skin, snare, strike } from './drums.mjs';

const hats = {
  hat: {
    sound: cymbal({ seconds: 0.11, low: 3200, high: 14000, modes: 40, hiss: 0.5 }),
    gain: 0.3,
    pan: 0.25,
  },
  pedal: {
    sound: cymbal({ seconds: 0.07, low: 2400, high: 9000, modes: 30, hiss: 0.35 }),
    gain: 0.22,
    pan: 0.25,
  },
  open: {
    sound: cymbal({ seconds: 0.6, low: 2800, high: 14000, modes: 60, hiss: 0.6 }),
    gain: 0.3,
    pan: 0.25,
  },
};

const metal = {
  ride: {
    sound: cymbal({ seconds: 2.2, low: 420, high: 11000, modes: 90, hiss: 0.1, strike: 0.5 }),
    gain: 0.3,
    pan: -0.3,
  },
  crash: {
    sound: cymbal({ seconds: 2.8, low: 320, high: 14000, modes: 110, hiss: 0.7 }),
    gain: 0.55,
    pan: -0.2,
  },
};

const toms = {
  high: { sound: skin({ start: 260, hertz: 165, drop: 0.06, decay: 0.4, click: 0.3 }), gain: 0.65, pan: 0.3 },
  mid: { sound: skin({ start: 200, hertz: 122, drop: 0.06, decay: 0.5, click: 0.3 }), gain: 0.7, pan: 0 },
  floor: {
    sound: skin({ start: 150, hertz: 84, drop: 0.06, decay: 0.6, click: 0.3 }),
    gain: 0.75,
    pan: -0.35,
  },
};

const hands = {
  shaker: { sound: noise({ low: 5200, high: 12500, attack: 0.02, decay: 0.07 }), gain: 0.3, pan: -0.4 },
  tambourine: {
    sound: cymbal({ seconds: 0.22, low: 5000, high: 13500, modes: 40, hiss: 0.5 }),
    gain: 0.25,
    pan: 0.4,
  },
  clap: { sound: clap(), gain: 0.6, pan: 0.05 },
  rim: {
    sound: strike({
      partials: [
        [1720, 0.7, 0.04],
        [2480, 0.3, 0.025],
        [480, 0.4, 0.05],
      ],
    }),
    gain: 0.45,
    pan: 0.1,
  },
  cowbell: {
    sound: strike({
      partials: [
        [562, 0.7, 0.3],
        [845, 0.6, 0.22],
        [2030, 0.15, 0.08],
      ],
    }),
    gain: 0.3,
    pan: 0.35,
  },
  conga: {
    sound: strike({
      partials: [
        [205, 0.9, 0.3],
        [338, 0.25, 0.12],
      ],
      slap: 0.25,
      bend: 0.08,
    }),
    gain: 0.5,
    pan: 0.35,
  },
  tumba: {
    sound: strike({
      partials: [
        [148, 0.95, 0.4],
        [246, 0.2, 0.15],
      ],
      slap: 0.15,
      bend: 0.08,
    }),
    gain: 0.55,
    pan: 0.45,
  },
  slap: {
    sound: strike({
      partials: [
        [310, 0.5, 0.1],
        [760, 0.3, 0.05],
      ],
      slap: 0.8,
    }),
    gain: 0.5,
    pan: 0.35,
  },
};

/** Each kit names its sounds as `{ sound, gain, pan }`, balanced against one another. */
export const ACOUSTIC = {
  ...hats,
  ...metal,
  ...toms,
  ...hands,
  kick: { sound: skin({ start: 190, hertz: 56, drop: 0.022, decay: 0.26, click: 0.55 }), gain: 1, pan: 0 },
  snare: { sound: snare(), gain: 0.72, pan: -0.05 },
};

export const ROCK = {
  ...ACOUSTIC,
  kick: {
    sound: skin({ start: 230, hertz: 60, drop: 0.018, decay: 0.24, click: 0.9, drive: 2 }),
    gain: 1,
    pan: 0,
  },
  snare: {
    sound: snare({ hertz: 175, tone: 0.8, decay: 0.28, low: 1000, high: 10000 }),
    gain: 0.85,
    pan: -0.03,
  },
};

export const DUSTY = {
  ...ACOUSTIC,
  kick: {
    sound: skin({ start: 130, hertz: 58, drop: 0.035, decay: 0.24, click: 0.2, drive: 2.2 }),
    gain: 1,
    pan: 0,
  },
  snare: { sound: snare({ hertz: 165, tone: 0.7, decay: 0.16, low: 900, high: 5200 }), gain: 0.75, pan: 0 },
};

export const ELECTRONIC = {
  ...ACOUSTIC,
  kick: {
    sound: skin({ start: 320, hertz: 49, drop: 0.02, decay: 0.36, click: 0.35, drive: 1.9 }),
    gain: 1,
    pan: 0,
  },
  snare: {
    sound: snare({ hertz: 205, tone: 0.45, decay: 0.26, low: 1600, high: 11000, ring: 0.1 }),
    gain: 0.75,
    pan: 0,
  },
  hat: { sound: noise({ low: 7800, high: 15000, decay: 0.05 }), gain: 0.34, pan: 0.15 },
  open: { sound: noise({ low: 6800, high: 15000, decay: 0.26 }), gain: 0.34, pan: 0.15 },
};

export const BRUSHES = {
  ...ACOUSTIC,
  kick: {
    sound: skin({ start: 120, hertz: 62, drop: 0.03, decay: 0.3, click: 0.15, drive: 1 }),
    gain: 0.7,
    pan: 0,
  },
  tap: { sound: noise({ low: 1300, high: 7500, attack: 0.002, decay: 0.13 }), gain: 0.55, pan: 0.05 },
  sweep: { sound: noise({ low: 1800, high: 7000, attack: 0.14, decay: 0.3 }), gain: 0.22, pan: -0.1 },
};

/** Korean percussion: the janggu's deep left head (kung) and its stick head (deok), the buk, and a small gong. */
export const KOREAN = {
  ...ACOUSTIC,
  kung: {
    sound: strike({
      partials: [
        [98, 1, 0.5],
        [161, 0.35, 0.25],
        [232, 0.15, 0.12],
      ],
      slap: 0.2,
      bend: 0.12,
    }),
    gain: 0.95,
    pan: -0.25,
  },
  deok: {
    sound: strike({
      partials: [
        [392, 0.5, 0.09],
        [655, 0.35, 0.06],
        [1180, 0.2, 0.04],
      ],
      slap: 0.9,
    }),
    gain: 0.55,
    pan: 0.3,
  },
  buk: {
    sound: skin({ start: 120, hertz: 72, drop: 0.05, decay: 0.55, click: 0.3, drive: 1.2 }),
    gain: 0.9,
    pan: 0,
  },
  gong: {
    sound: strike({
      partials: [
        [418, 0.5, 1.1],
        [437, 0.4, 0.9],
        [1010, 0.25, 0.5],
        [1730, 0.15, 0.3],
      ],
      slap: 0.2,
      bend: 0.03,
    }),
    gain: 0.28,
    pan: 0.1,
  },
};
