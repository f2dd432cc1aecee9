// The browser's camera: frames go to the station until two in a row say the same; then the document is
// on the screen, without a key. While a traveller is there, the camera waits.
import { signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { ask, Problem } from "@garita/api";
import type { Frame, Inspection } from "@garita/api";
import { announce, Key, problemText } from "@garita/components";
import { Icon } from "@garita/icons";
import { hasWord, t, word } from "@garita/language";
import { sessionEnded } from "@garita/session";
import { inTheWay } from "./in_the_way";
import { direction, notice, onPaper, opened, readPicture, typing } from "./state";

const storageKey = "garita.camera";
const frameEveryMilliseconds = 400;
const afterTroubleMilliseconds = 2000;
const jpegQuality = 0.9;

/** Whether this desk looks through its camera; remembered by the browser. */
export const cameraIsOn = signal(localStorage.getItem(storageKey) === "on");
/** Why it does not: a DOMException's name, or "ended". */
const cameraTrouble = signal("");
const sight = signal<Frame["sight"]>("nothing");
const frameTrouble = signal<Problem | undefined>(undefined);

// Kept while a traveller is on the screen, so that nobody is asked for permission each time.
let stream: MediaStream | undefined;

export function switchCamera(): void {
  cameraIsOn.value = !cameraIsOn.value;
  cameraTrouble.value = "";
  localStorage.setItem(storageKey, cameraIsOn.value ? "on" : "off");
  if (!cameraIsOn.value) endCamera();
}

export function endCamera(): void {
  for (const track of stream?.getTracks() ?? []) track.stop();
  stream = undefined;
}

async function startCamera(): Promise<MediaStream | undefined> {
  const running = stream?.getVideoTracks().some((track) => track.readyState === "live");
  if (running) return stream;
  try {
    if (!navigator.mediaDevices) throw new DOMException("", "SecurityError");
    stream = await navigator.mediaDevices.getUserMedia({
      audio: false,
      video: { width: { ideal: 1920 }, height: { ideal: 1080 }, facingMode: { ideal: "environment" } },
    });
    for (const track of stream.getVideoTracks())
      track.addEventListener("ended", () => failed("ended"));
    return stream;
  } catch (error) {
    failed(troubleOf(error));
    return undefined;
  }
}

/** Why no camera starts, as there are words for it. */
export function troubleOf(error: unknown): string {
  const name = error instanceof DOMException ? error.name : "";
  return hasWord("camera", name) ? name : "unknown";
}

function failed(name: string): void {
  endCamera();
  cameraTrouble.value = name;
  announce(word("camera", cameraTrouble.value), true);
}

/** The picture that stands in the video now, made smaller where it is higher than that. */
export async function frameOf(video: HTMLVideoElement, heightPxMax = Infinity): Promise<Blob | undefined> {
  if (video.videoWidth === 0) return undefined;
  const scale = Math.min(1, heightPxMax / video.videoHeight);
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(video.videoWidth * scale);
  canvas.height = Math.round(video.videoHeight * scale);
  canvas.getContext("2d")?.drawImage(video, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, "image/jpeg", jpegQuality));
  return blob ?? undefined;
}

/** The desk turned to something else while the frame was read: the document is nobody's, and that is said. */
async function notTaken(found: Inspection): Promise<void> {
  // Of a hit that nobody has looked at the second line hears with it.
  await ask(`/api/inspections/${found.id}`, { method: "DELETE", json: { reason: t("camera.not_taken") } });
  notice.value = { tone: "bad", text: () => t("camera.not_taken") };
  announce(t("camera.not_taken"), true);
}

/** One frame to the station, one at a time; gives how long to wait for the next. */
async function lookOnce(video: HTMLVideoElement, wanted: () => boolean): Promise<number> {
  const frame = await frameOf(video);
  if (!frame || !wanted()) return frameEveryMilliseconds;
  try {
    const answer = await ask<Frame | Inspection>(
      `/api/readings?direction=${direction.value}&frame=yes`, { method: "POST", body: frame });
    frameTrouble.value = undefined;
    if ("sight" in answer) sight.value = answer.sight;
    else if (wanted()) opened(answer);
    else await notTaken(answer);
    return frameEveryMilliseconds;
  } catch (problem) {
    if (!sessionEnded(problem)) frameTrouble.value = problem instanceof Problem ? problem : new Problem(0, "unknown");
    return afterTroubleMilliseconds;
  }
}

async function look(video: HTMLVideoElement, ended: () => boolean): Promise<void> {
  const source = await startCamera();
  if (!source || ended()) return;
  video.srcObject = source;
  await video.play().catch(() => undefined);
  // Of a camera that is gone the video keeps the last picture, of whoever has gone too.
  const looks = () => !ended() && !cameraTrouble.value;
  while (looks()) {
    const wait = inTheWay() ? frameEveryMilliseconds : await lookOnce(video, () => looks() && !inTheWay());
    await new Promise((done) => setTimeout(done, wait));
  }
}

function hint(): string {
  if (onPaper.value) return t("camera.paper");
  if (typing.value) return t("camera.typing");
  if (frameTrouble.value) return problemText(frameTrouble.value);
  return word("sight", sight.value);
}

/** What the camera sees, in the place where documents are dropped. */
export function Camera() {
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    let over = false;
    sight.value = "nothing";
    if (video.current) void look(video.current, () => over);
    return () => { over = true; };
  }, []);
  if (cameraTrouble.value) {
    return <p class="camera-trouble" role="alert"><Icon name="warning" /> {word("camera", cameraTrouble.value)}</p>;
  }
  const take = async () => {
    const frame = video.current && await frameOf(video.current);
    if (frame) await readPicture(frame);
  };
  return (
    <>
      <video ref={video} class="camera" muted playsInline aria-label={t("camera.picture")} />
      <p class="camera-hint" role="status">{hint()}</p>
      <button type="button" class="button" onClick={() => void take()}>{t("camera.take")}</button>
    </>
  );
}

export function CameraSwitch() {
  return (
    <button type="button" class="button button-ghost" aria-pressed={cameraIsOn.value} onClick={switchCamera}>
      {t(cameraIsOn.value ? "camera.off" : "camera.on")} <Key name="F3" />
    </button>
  );
}
