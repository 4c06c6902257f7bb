/** What browsers can record, the best first; each of them is taken by `PUT /recordings/:fileName`. */
const FORMATS = ['audio/webm;codecs=opus', 'audio/mp4', 'audio/ogg;codecs=opus'];
/** Milliseconds between two levels. */
const STEP = 100;

/** The microphone cannot be had; `reason` is a key of the texts. */
export class NoMicrophone extends Error {
  constructor(reason) {
    super(reason);
    this.reason = reason;
  }
}

const REASONS = {
  NotAllowedError: 'microphoneRefused',
  NotFoundError: 'microphoneMissing',
  NotReadableError: 'microphoneBusy',
};

/**
 * Records from the microphone until `stop` is called, or the microphone is gone.
 * @param {(level: number, seconds: number) => void} onLevel the loudest sample of the last moment, 0 to 1, and how
 * long has been recorded
 * @returns {Promise<{ stop(): void, done: Promise<Blob> }>} `done`: what was recorded
 * @throws {NoMicrophone}
 */
export async function record(onLevel) {
  if (!isSecureContext) throw new NoMicrophone('microphoneInsecure');
  if (!navigator.mediaDevices || !window.MediaRecorder) throw new NoMicrophone('microphoneUnsupported');
  // Music, not speech: what would be taken for noise belongs to it.
  const audio = { echoCancellation: false, noiseSuppression: false, autoGainControl: false };
  const stream = await navigator.mediaDevices.getUserMedia({ audio }).catch((cause) => {
    throw new NoMicrophone(REASONS[cause.name] ?? 'microphoneUnsupported');
  });
  const mimeType = FORMATS.find((format) => MediaRecorder.isTypeSupported(format));
  const recorder = new MediaRecorder(stream, { mimeType, audioBitsPerSecond: 128_000 });
  const meter = levelMeter(stream);
  const chunks = [];
  const done = new Promise((resolve) => {
    recorder.addEventListener('dataavailable', ({ data }) => chunks.push(data));
    recorder.addEventListener('stop', () => {
      clearInterval(timer);
      meter.close();
      for (const track of stream.getTracks()) track.stop();
      resolve(new Blob(chunks, { type: recorder.mimeType.split(';')[0] }));
    });
  });
  recorder.start(1000);
  const start = performance.now();
  const timer = setInterval(() => onLevel(meter.level(), (performance.now() - start) / 1000), STEP);
  return { stop: () => recorder.state === 'recording' && recorder.stop(), done };
}

function levelMeter(stream) {
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  context.createMediaStreamSource(stream).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  return {
    level() {
      analyser.getFloatTimeDomainData(samples);
      return samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
    },
    close: () => void context.close(),
  };
}
