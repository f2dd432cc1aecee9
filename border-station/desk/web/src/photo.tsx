// A live photo of the traveller, from the browser's camera: never needed to decide, unless policies want
// one, and then a reason may take its place. One key opens the camera, the same key takes the photo.
import { effect, signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { Problem } from "@garita/api";
import type { Inspection } from "@garita/api";
import { Dialog, Key, problemText } from "@garita/components";
import { Icon } from "@garita/icons";
import { t, word } from "@garita/language";
import { sessionEnded } from "@garita/session";
import { frameOf, troubleOf } from "./camera";
import { addPhoto, busy, inspection } from "./state";

const storageKey = "garita.photo.camera";
/** Enough for a face; the station takes 512 KiB. */
const photoHeightPxMax = 640;

const shown = signal(false);
/** The machine's cameras, where there are several: the one over the document is not the one for faces. */
const cameras = signal<MediaDeviceInfo[]>([]);
const chosen = signal(localStorage.getItem(storageKey) ?? "");
/** A DOMException's name, as of the camera for documents. */
const cameraTrouble = signal("");
const sending = signal(false);
const trouble = signal<Problem | undefined>(undefined);

/** A dialog of nobody's would open by itself for the next traveller. */
effect(() => { if (!inspection.value) shown.value = false; });

export function showPhoto(): void {
  if (!inspection.value || busy.value) return;
  trouble.value = undefined;
  shown.value = true;
}

function choose(camera: string): void {
  chosen.value = camera;
  localStorage.setItem(storageKey, camera);
}

async function startCamera(): Promise<MediaStream> {
  if (!navigator.mediaDevices) throw new DOMException("", "SecurityError");
  const which = chosen.value ? { deviceId: { ideal: chosen.value } } : { facingMode: { ideal: "user" } };
  const stream = await navigator.mediaDevices.getUserMedia({ audio: false, video: { height: { ideal: 720 }, ...which } });
  const devices = await navigator.mediaDevices.enumerateDevices();
  cameras.value = devices.filter((device) => device.kind === "videoinput");
  return stream;
}

/** Shows the camera in `video` until the returned function is called. */
function watch(video: HTMLVideoElement): () => void {
  let over = false;
  let stream: MediaStream | undefined;
  const end = () => {
    over = true;
    for (const track of stream?.getTracks() ?? []) track.stop();
  };
  cameraTrouble.value = "";
  startCamera().then((started) => {
    stream = started;
    if (over) return end();
    for (const track of started.getVideoTracks())
      track.addEventListener("ended", () => { cameraTrouble.value = "ended"; });
    video.srcObject = started;
    return video.play().catch(() => undefined);
  }).catch((error: unknown) => { if (!over) cameraTrouble.value = troubleOf(error); });
  return end;
}

async function take(video: HTMLVideoElement | null): Promise<void> {
  // Of a camera that is gone the last picture is no live photo.
  if (!video || sending.value || cameraTrouble.value) return;
  const photo = await frameOf(video, photoHeightPxMax);
  if (!photo) return;
  sending.value = true;
  try {
    await addPhoto(photo);
    shown.value = false;
  } catch (problem) {
    if (sessionEnded(problem)) shown.value = false;
    else trouble.value = problem instanceof Problem ? problem : new Problem(0, "unknown");
  } finally {
    sending.value = false;
  }
}

function CameraChoice() {
  if (cameras.value.length < 2) return null;
  return (
    <label class="photo-choice">{t("photo.camera")}
      <select value={chosen.value} onChange={(event) => choose(event.currentTarget.value)}>
        {!cameras.value.some((one) => one.deviceId === chosen.value) && <option value={chosen.value}>{t("choose")}</option>}
        {cameras.value.map((one, index) => <option value={one.deviceId}>{one.label || String(index + 1)}</option>)}
      </select>
    </label>
  );
}

function Taking() {
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => video.current ? watch(video.current) : undefined, [chosen.value]);
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.key === "F3" && !event.repeat) void take(video.current);
    };
    document.addEventListener("keydown", pressed);
    return () => document.removeEventListener("keydown", pressed);
  }, []);
  return (
    <>
      <video ref={video} class="camera" muted playsInline aria-label={t("camera.picture")} hidden={!!cameraTrouble.value} />
      {cameraTrouble.value && (
        <p class="camera-trouble" role="alert"><Icon name="warning" /> {word("photocamera", cameraTrouble.value)}</p>
      )}
      {trouble.value && <p class="field-error" role="alert">{problemText(trouble.value)}</p>}
      <p class="facts">{t("photo.go_on")}</p>
      <CameraChoice />
      <div class="dialog-actions">
        <button type="button" class="button" id="take-photo" autoFocus aria-disabled={sending.value || !!cameraTrouble.value}
          onClick={() => void take(video.current)}>{t("photo.now")} <Key name="F3" /></button>
        <button type="button" class="button button-ghost" onClick={() => (shown.value = false)}>{t("cancel")} <Key name="Esc" /></button>
      </div>
    </>
  );
}

export function PhotoDialog() {
  if (!shown.value || !inspection.value) return null;
  return (
    <Dialog title={t("photo.title")} onClose={() => (shown.value = false)}>
      <Taking />
    </Dialog>
  );
}

export function Photo({ found }: { found: Inspection }) {
  if (!found.has_photo) return null;
  return <img class="photo" src={`/api/inspections/${found.id}/photo?revision=${found.revision}`} alt={t("photo.picture")} />;
}

export function PhotoButton({ found }: { found: Inspection }) {
  return (
    <button type="button" class="button button-ghost" aria-haspopup="dialog" onClick={showPhoto}>
      {t(found.has_photo ? "photo.again" : "photo.take")} <Key name="F3" />
    </button>
  );
}
