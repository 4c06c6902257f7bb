// Loaded into a server before its own code, by `node --import`. Told how, it throws in a timer, or leaves a rejection
// without a handler; it answers before that.
process.on('message', ({ how }) => {
  process.send('now');
  setTimeout(() => {
    if (how === 'throw') throw new Error('a mishap');
    void Promise.reject(new Error('a mishap'));
  });
});
