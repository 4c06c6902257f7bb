/**
 * Uploads a file, or what a MediaRecorder has recorded, and tells how much of it is sent, 0 to 1.
 * @returns {Promise<object>} the recording, as GraphQL's `Recording`
 */
export async function uploadRecording(server, accessToken, file, { onProgress, signal } = {}) {
  signal?.throwIfAborted();
  return new Promise((resolve, reject) => {
    // `fetch` does not tell how much it has sent.
    const request = new XMLHttpRequest();
    request.open('PUT', `${server}/recordings/${encodeURIComponent(file.name ?? 'recording')}`);
    request.setRequestHeader('authorization', `Bearer ${accessToken}`);
    request.setRequestHeader('content-type', 'application/octet-stream');
    request.responseType = 'json';
    request.upload.onprogress = ({ loaded, total }) => onProgress?.(loaded / total);
    request.onload = () => {
      if (request.status === 201) resolve(request.response);
      else reject(Object.assign(new Error(), request.response?.error ?? { code: 'UNAVAILABLE' }));
    };
    request.onerror = () => reject(Object.assign(new Error('No answer'), { code: 'UNAVAILABLE' }));
    request.onabort = () => reject(signal.reason);
    signal?.addEventListener('abort', () => request.abort());
    request.send(file);
  });
}
