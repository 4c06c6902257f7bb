/**
 * Plays a recording in an `<audio>` element, and goes on where it was when the address has run out, after some hours.
 * @param {() => Promise<string>} freshUrl asks GraphQL for the `streamUrl` of the recording
 */
export async function playRecording(audio, freshUrl) {
  audio.addEventListener('error', async () => {
    const { currentTime, src } = audio;
    const url = await freshUrl();
    // The same address again: it is something else that is broken.
    if (url === src) return;
    audio.src = url;
    audio.currentTime = currentTime;
    await audio.play();
  });
  // Or Chromium hides a refusal by another origin from its player, which then tries for half a minute.
  audio.crossOrigin = 'anonymous';
  audio.src = await freshUrl();
  await audio.play();
}
