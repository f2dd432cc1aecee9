import { render } from "preact";
import { useEffect } from "preact/hooks";
import { ExerciseBanner, LanguageSwitch, LiveRegions } from "@garita/components";
import { chooseLanguage, language, t } from "@garita/language";
import type { WordKey } from "@garita/language";
import { IdleWarning, watchIdle } from "@garita/idle";
import { begin, LogIn, logOut, session, site } from "@garita/session";
import { Overstays } from "./overstays";
import { PersonPage } from "./person";
import { Posts } from "./posts";
import { Reviews } from "./reviews";
import { followed, place } from "./router";

/** The person whose page the address names. */
function personAt(path: string): string | undefined {
  const person = /^\/persons\/([^/]+)$/.exec(path)?.[1];
  try {
    return person && decodeURIComponent(person);
  } catch {
    return person; // a stray "%": nobody's, and the centre says so
  }
}

function Page() {
  const path = place.value.pathname;
  const person = personAt(path);
  if (person) return <PersonPage key={person} id={person} />;
  if (path === "/posts") return <Posts />;
  if (path === "/reviews") return <Reviews />;
  return <Overstays />;
}

function Section({ path, text }: { path: string; text: string }) {
  const here = place.value.pathname === path || (path === "/overstays" && place.value.pathname === "/");
  return (
    <li>
      <a href={path} aria-current={here ? "page" : undefined} onClick={followed}>{text}</a>
    </li>
  );
}

function Directorate() {
  useEffect(watchIdle, []);
  return (
    <div class="directorate">
      <a class="skip" href="#main">{t("skip")}</a>
      <LiveRegions />
      <header>
        <IdleWarning />
        <ExerciseBanner exercise={site.value?.exercise} />
        <div class="top">
          <span class="product">Garita · {site.value?.country}</span>
          <nav aria-label={t("nav.label")}>
            <ul>
              <Section path="/overstays" text={t("nav.overstays")} />
              {session.value?.roles.includes("reviewer") && <Section path="/reviews" text={t("nav.reviews")} />}
              <Section path="/posts" text={t("nav.posts")} />
            </ul>
          </nav>
          <span class="who">{session.value?.name ?? session.value?.officer}</span>
          <LanguageSwitch />
          <button type="button" class="plain" onClick={() => void logOut()}>{t("log_out")}</button>
        </div>
      </header>
      <main id="main" tabIndex={-1}><Page /></main>
    </div>
  );
}

const titles: Record<string, WordKey> = { "/posts": "posts.title", "/reviews": "reviews.title" };

function App() {
  useEffect(() => {
    // A person's page is named by its kind alone: titles stand in the browser's history.
    const path = place.value.pathname;
    const page = personAt(path) ? "person.stays" : titles[path] ?? "overstays.title";
    const parts = [session.value && t(page), t("app.directorate"), site.value?.country];
    document.title = parts.filter(Boolean).join(" · ");
  }, [site.value, session.value, place.value, language.value]);
  if (session.value === undefined) return <p class="loading">{t("loading")}</p>;
  return session.value ? <Directorate /> : <LogIn product={t("app.directorate")} />;
}

chooseLanguage(language.value);
render(<App />, document.getElementById("app")!);
void begin();
