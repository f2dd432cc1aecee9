// A fake camera has no plug: it is pulled as the browser tells a page of it.

/** Before the page starts its camera. */
export const watchesCameras = (page) => page.evaluate(() => {
  const give = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  globalThis.cameras = [];
  navigator.mediaDevices.getUserMedia = async (wanted) => {
    const stream = await give(wanted);
    globalThis.cameras.push(stream);
    return stream;
  };
});

export const unplug = (page) => page.evaluate(() => {
  const [track] = globalThis.cameras.at(-1).getVideoTracks();
  track.stop();
  track.dispatchEvent(new Event("ended"));
});
