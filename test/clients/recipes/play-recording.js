/**
 * Plays a recording in an `<audio>` element. Its address is good for some hours; when it has run out, the player meets an
 * error, and goes on where it was with a new one.
 * @param {() => Promise<string>} freshUrl asks GraphQL for the `streamUrl` of the recording
 */
export async function playRecording(audio, freshUrl) {
  audio.addEventListener('error', async () => {
    const { currentTime, paused, src } = audio;
    const url = await freshUrl();
    // The same address again: it is not that which is broken.
    if (url === src) return;
    audio.src = url;
    audio.currentTime = currentTime;
    if (!paused) await audio.play();
  });
  audio.src = await freshUrl();
  await audio.play();
}
