import { useRef } from "preact/hooks";
import { signal } from "@preact/signals";
import type { Check, Inspection, Mrz } from "@garita/api";
import { dialogIsOpen, Key, Panel } from "@garita/components";
import { Icon } from "@garita/icons";
import { number, span, t, word } from "@garita/language";
import { Camera, cameraIsOn, CameraSwitch } from "./camera";
import { Photo, PhotoButton } from "./photo";
import { PicturePlaces, usePictureSize } from "./picture_places";
import { shownSource } from "./shown_source";
import { busy, inspection, pictureShows, putAside, readPictures, strip, typing } from "./state";

const over = signal(false);

/** A file may be dropped anywhere on the page: missing the frame must not leave the console. */
export function draggedOver(event: DragEvent): void {
  event.preventDefault();
  over.value = true;
}

export function dropped(event: DragEvent): void {
  event.preventDefault();
  over.value = false;
  const files = [...event.dataTransfer?.files ?? []];
  if (!inspection.value && !dialogIsOpen()) void readPictures(files);
}

/** Set by the panel, so that F2 can open the file chooser from anywhere. */
let openChooser: () => void = () => undefined;
export function choosePicture(): void {
  openChooser();
}

function Chooser({ label, ghost }: { label: string; ghost?: boolean }) {
  const input = useRef<HTMLInputElement>(null);
  openChooser = () => input.current?.click();
  const chosen = () => {
    void readPictures([...input.current?.files ?? []]);
    if (input.current) input.current.value = "";
  };
  return (
    <>
      <input ref={input} type="file" multiple accept="image/*,.pgm,.ppm,.pnm" class="unseen" tabIndex={-1}
        aria-hidden="true" data-test="picture" onChange={chosen} />
      <button type="button" id="choose-picture" class={`button ${ghost ? "button-ghost" : ""}`}
        onClick={() => input.current?.click()}>
        {label} <Key name="F2" />
      </button>
    </>
  );
}

function ByHand({ label }: { label: string }) {
  return (
    <button type="button" class="button button-ghost" onClick={() => (typing.value = true)}>
      {label} <Key name="F4" />
    </button>
  );
}

function Invitation() {
  return (
    <>
      <svg class="drop-picture" viewBox="0 0 120 84" aria-hidden="true" focusable="false">
        <rect x="2" y="2" width="116" height="80" rx="7" />
        <rect x="13" y="14" width="27" height="34" rx="2" />
        <path d="M50 18h54M50 28h40M50 38h46M13 60h94M13 70h94" />
      </svg>
      <p class="drop-title">{t("document.ready")}</p>
      <p>{t("document.drop")}, {t("document.or")}</p>
    </>
  );
}

/** What is safe, and what to do meanwhile; the strip says what happened. */
function StationCameraDown() {
  const state = strip.value?.camera;
  if (!state || state === "good") return null;
  return <p class="camera-trouble" role="status" data-test="station-camera">{t("document.camera_down")}</p>;
}

function Waiting() {
  return (
    <div class={`drop ${over.value ? "drop-over" : ""}`} data-test="drop"
      onDragLeave={() => (over.value = false)}>
      {busy.value === "reading"
        ? <p class="drop-title reading"><span class="spinner" aria-hidden="true" /> {t("document.reading")}</p>
        : (
          <>
            {cameraIsOn.value ? <Camera /> : <Invitation />}
            <StationCameraDown />
            <p class="drop-actions">
              <Chooser label={t("document.choose")} ghost={cameraIsOn.value} /><CameraSwitch />
              <ByHand label={t("document.by_hand")} />
            </p>
          </>
        )}
    </div>
  );
}

type Mark = "" | "field" | "digit";

/** Which characters of the lines belong to a check that failed. */
function marksOf(lines: string[], checks: Check[]): Mark[][] {
  const marks: Mark[][] = lines.map((line) => Array<Mark>(line.length).fill(""));
  // Narrow checks last: the composite check spans most of the line and would hide them.
  const wrong = checks.filter((check) => check.state === "fail" && check.positions?.length)
    .sort((a, b) => b.positions!.length - a.positions!.length);
  for (const { positions } of wrong) {
    positions!.forEach(([line, column, length], index) => {
      const mark: Mark = index === positions!.length - 1 ? "digit" : "field";
      for (let i = column; i < column + length; i++) {
        if (marks[line]?.[i] !== undefined && !(positions!.length > 2 && mark === "field")) marks[line][i] = mark;
      }
    });
  }
  return marks;
}

function Line({ text, marks }: { text: string; marks: Mark[] }) {
  const runs: { text: string; mark: Mark }[] = [];
  [...text].forEach((character, index) => {
    const mark = marks[index] ?? "";
    const last = runs[runs.length - 1];
    if (last && last.mark === mark) last.text += character;
    else runs.push({ text: character, mark });
  });
  return (
    <span class="zone-line">
      {runs.map((run) => run.mark ? <mark class={`zone-${run.mark}`}>{run.text}</mark> : run.text)}
    </span>
  );
}

/** The lines of a zone, large; what belongs to a wrong check digit is marked, and said in words. */
export function Zone({ lines, checks }: { lines: string[]; checks: Check[] }) {
  const marks = marksOf(lines, checks);
  const longest = Math.max(...lines.map((line) => line.length));
  return (
    <div class={`zone ${longest > 36 ? "zone-long" : ""}`} role="group" aria-label={t("document.mrz")}>
      {lines.map((line, index) => <Line text={line} marks={marks[index] ?? []} />)}
    </div>
  );
}

function ZoneFacts({ mrz, found }: { mrz: Mrz; found: Inspection }) {
  const wrong = found.checks.filter((check) => check.state === "fail" && check.code.startsWith("check_digit_"));
  const elapsed = found.reading?.elapsed_ms;
  const facts = [
    t("document.format", { format: mrz.format }),
    mrz.confidence !== undefined && t("document.confidence", { percent: number(Math.round(mrz.confidence * 100)) }),
    elapsed !== undefined && t("document.read_in", { span: elapsed < 1000 ? `${Math.round(elapsed)} ms` : span(elapsed / 1000) }),
    mrz.corrected && t("document.corrected"),
  ].filter(Boolean);
  return (
    <>
      <p class="facts">{facts.join(" · ")}</p>
      {wrong.length > 0 && (
        <p class="facts facts-bad">
          <Icon name="cross" />{" "}
          {t("document.wrong_here", {
            fields: wrong.map((check) => word("field", check.field ?? "composite")).join(", "),
          })}
        </p>
      )}
    </>
  );
}

function Picture({ found }: { found: Inspection }) {
  const [size, loaded] = usePictureSize();
  if (!found.has_picture) return <p class="no-picture">{t(found.source === "typed" ? "document.no_picture" : "document.zone_alone")}</p>;
  if (!pictureShows.value) return <p class="no-picture">{t("document.not_viewable")}</p>;
  return (
    <span class="picture-frame">
      <img class="picture" src={`/api/inspections/${found.id}/picture`} alt={t("document.picture")} onLoad={loaded}
        onError={() => (pictureShows.value = false)} />
      <PicturePlaces found={found} size={size} />
    </span>
  );
}

function Shown({ found }: { found: Inspection }) {
  const mrz = found.reading?.mrz;
  return (
    <>
      <div class="pictures"><Picture found={found} /><Photo found={found} /></div>
      {mrz ? <><Zone lines={mrz.lines} checks={found.checks} /><ZoneFacts mrz={mrz} found={found} /></>
        : found.source === "picture" && (
          <p class="no-zone">
            <Icon name="warning" /> {t(found.to_confirm ? "document.from_barcode" : "document.mrz_none")}
          </p>
        )}
      <div class="document-actions">
        <ByHand label={t(found.to_confirm ? "hand.confirm" : found.document ? "fields.correct" : "document.by_hand")} />
        <PhotoButton found={found} />
        <button type="button" class="button button-ghost" onClick={() => void putAside()}>
          {t("document.drop_it")}
        </button>
      </div>
    </>
  );
}

export function DocumentPanel() {
  const found = inspection.value;
  const aside = found && <span class="tag">{word("source", shownSource(found))}</span>;
  return (
    <Panel title={t("document.title")} class="panel-document" aside={aside}>
      {found ? <Shown found={found} /> : <Waiting />}
    </Panel>
  );
}
