import { render } from "preact";
import { useEffect } from "preact/hooks";
import { dialogIsOpen, ExerciseBanner, LiveRegions } from "@garita/components";
import { chooseLanguage, language, t } from "@garita/language";
import { IdleWarning, watchIdle } from "@garita/idle";
import { begin, LogIn, session, site } from "@garita/session";
import { AlertsPanel } from "./alerts_panel";
import { ApprovalDialog } from "./approval";
import { cameraIsOn, endCamera, switchCamera } from "./camera";
import { CorrectionDialog } from "./correction";
import { DataPanel } from "./data_panel";
import { DecisionBar, DecisionDialog, focusObstacle, want } from "./decision_bar";
import { choosePicture, DocumentPanel, draggedOver, dropped } from "./document_panel";
import { beginFirstLook, shown } from "./first_look";
import { heardOfDrop, watchExits, watchScanner, watchSwipes } from "./hands_free";
import { watchInHand } from "./in_hand";
import { LogOutDialog } from "./log_out";
import { PaperBanner, PaperDialog, showPaper } from "./paper";
import { PhotoDialog, showPhoto } from "./photo";
import { PutAsideDialog } from "./put_aside";
import { SecondLineDialog, showSecondLine } from "./second_line";
import { ShiftDialog, showShift } from "./shift";
import { showSlip, SlipDialog } from "./slip";
import { switchTogether } from "./family";
import { busy, follow, inspection, strip, typing } from "./state";
import { showStation, StationDialog, Top } from "./strip";

const actions: Record<string, () => void> = {
  F1: showShift,
  F2: () => { if (!inspection.value) choosePicture(); },
  F3: () => {
    if (inspection.value) showPhoto();
    else if (!typing.value) switchCamera();
  },
  F4: () => (typing.value = true),
  F5: showSecondLine,
  F6: switchTogether,
  F7: showSlip,
  F8: () => want("admit"),
  F9: () => want("refer"),
  F10: () => want("refuse"),
};

const shifted: Record<string, () => void> = { F1: showStation, F4: showPaper };

/** Function keys work from any field; they are dead while a dialog is open and while held down. */
function pressed(event: KeyboardEvent): void {
  // Chromium opens a list of choices with it, which then takes the keys of decisions. The arrows choose, as ever.
  if (event.key === "Enter" && event.target instanceof HTMLSelectElement) event.preventDefault();
  const action = event.shiftKey ? shifted[event.key] : actions[event.key];
  if (!action || event.altKey || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  if (event.repeat || dialogIsOpen()) return;
  action();
}

function Desk() {
  useEffect(() => {
    const stop = follow(heardOfDrop);
    const stopIdle = watchIdle();
    const stopSwipes = watchSwipes();
    const stopScanner = watchScanner();
    const stopExits = watchExits();
    const stopInHand = watchInHand();
    document.addEventListener("keydown", pressed);
    document.addEventListener("dragover", draggedOver);
    document.addEventListener("drop", dropped);
    return () => {
      stop();
      stopIdle();
      stopSwipes();
      stopScanner();
      stopExits();
      stopInHand();
      endCamera();
      document.removeEventListener("keydown", pressed);
      document.removeEventListener("dragover", draggedOver);
      document.removeEventListener("drop", dropped);
    };
  }, []);
  useEffect(beginFirstLook, [shown.value?.id, shown.value?.change]);
  useEffect(() => {
    // Scan, a letter for what is missing, one key: the hand need not leave the keyboard. Without a
    // document it is where it was before the first, however the last one went.
    if (typing.value || busy.value) return;
    if (inspection.value) focusObstacle();
    else if (!cameraIsOn.value) document.getElementById("choose-picture")?.focus();
  }, [inspection.value?.id, inspection.value?.revision, typing.value, busy.value]);
  return (
    <div class="desk">
      <a class="skip" href="#main">{t("skip")}</a>
      <LiveRegions />
      <header>
        <IdleWarning />
        <ExerciseBanner exercise={strip.value?.exercise ?? site.value?.exercise} />
        <Top />
        <PaperBanner />
      </header>
      <main id="main" class="work" tabIndex={-1}>
        <DocumentPanel />
        <DataPanel />
        <AlertsPanel />
      </main>
      <DecisionBar />
      <DecisionDialog />
      <PutAsideDialog />
      <CorrectionDialog />
      <PhotoDialog />
      <SlipDialog />
      <ShiftDialog />
      <SecondLineDialog />
      <StationDialog />
      <PaperDialog />
      <ApprovalDialog />
      <LogOutDialog />
    </div>
  );
}

function App() {
  useEffect(() => {
    document.title = site.value?.post ? `${site.value.post} · Garita` : "Garita";
  }, [site.value]);
  if (session.value === undefined) return <p class="loading">{t("loading")}</p>;
  return session.value ? <Desk /> : <LogIn product={t("app.desk")} />;
}

chooseLanguage(language.value);
render(<App />, document.getElementById("app")!);
void begin();
