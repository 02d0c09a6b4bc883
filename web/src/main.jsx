// SPDX-License-Identifier: Apache-2.0
// The page: its state, the views, and what the workers say.
import { render } from 'preact';
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { HER } from './catalogue.js';
import { Engine } from './engine.js';
import { jobOf } from './scenario.js';
import { checked, fromFragment, START, toFragment, VIEWS } from './state.js';
import { texts } from './texts.js';
import { About } from './views/about.jsx';
import { Answer, DensityFigure, Harms, Remarks, Sentence } from './views/answer.jsx';
import { Her } from './views/her.jsx';
import { nameOf, Plans } from './views/plans.jsx';
import { Why } from './views/why.jsx';
import './style.css';

const UNITS = Object.values(HER).flat().flatMap(({ name, units = [] }) => units.slice(1).map((unit) => [name, unit]));

function Page({ first }) {
    const [state, setState] = useState(first.state);
    const [problem, setProblem] = useState(first.problem);
    const [about, setAbout] = useState(null);
    const [failure, setFailure] = useState(null);
    const [told, setTold] = useState({});
    const engine = useRef();
    const here = useRef(location.hash);
    const moved = useRef(false);

    const set = useCallback((part) => setState((old) => ({ ...old, ...part })), []);
    const restart = useCallback((whole) => {
        moved.current = true;
        setState(checked(whole));
        scrollTo(0, 0);
    }, []);
    const go = useCallback((view) => (event) => {
        event?.preventDefault();
        moved.current = true;
        set({ view });
        scrollTo(0, 0);
    }, [set]);

    useEffect(() => {
        const made = new Engine((answer) => setTold((old) => {
            if (answer.error) return { ...old, error: answer.error.message };
            const key = JSON.stringify(answer.job);
            performance.mark(answer.lines ? 'lines' : 'bands');
            if (answer.lines) return { lines: answer.lines, key, bands: old.key === key ? old.bands : undefined };
            return key === old.key ? { ...old, bands: answer.bands } : old;
        }));
        made.start(UNITS).then((found) => {
            engine.current = made;
            setAbout(found);
        }, (error) => setFailure(error.message));
    }, []);

    // What is asked follows from who she is, the plans and the horizon, and from which plan differences are taken.
    const job = jobOf(state);
    const [one, minus] = [state.one, state.other].map((index) => Math.min(index, state.plans.length - 1));
    const question = JSON.stringify([job, one, minus]);
    useEffect(() => {
        if (about) engine.current.ask(job, { one, minus });
    }, [question, about]);

    // The address holds the state; a new view is a new entry of the history.
    useEffect(() => {
        let late = false;
        const timer = setTimeout(async () => {
            const fragment = await toFragment(state);
            if (late || fragment === here.current) return;
            here.current = fragment;
            history[moved.current ? 'pushState' : 'replaceState'](null, '', fragment);
            moved.current = false;
        }, moved.current ? 0 : 150);
        return () => {
            late = true;
            clearTimeout(timer);
        };
    }, [state]);
    useEffect(() => {
        const follow = async () => {
            if (location.hash === here.current) return;
            here.current = location.hash;
            const found = await fromFragment(location.hash);
            setProblem(found.problem);
            setState(found.state);
        };
        addEventListener('hashchange', follow);
        addEventListener('popstate', follow);
        return () => {
            removeEventListener('hashchange', follow);
            removeEventListener('popstate', follow);
        };
    }, []);
    useEffect(() => {
        document.title = `${texts.nav[state.view]} - ${texts.title}`;
    }, [state.view]);

    useEffect(() => {
        if (told.lines && !performance.getEntriesByName('answer').length) performance.mark('answer');
    }, [told]);

    const { error, bands } = told;
    const lines = bands?.report ? measured(told.lines, bands) : told.lines;
    const current = lines && lines.plans.length === state.plans.length && lines.times_d.length === 12 * state.years + 1;
    const wrong = (name) => Boolean(error?.includes(name));
    const names = state.plans.map((plan) => nameOf(plan, state.years));
    const { view } = state;
    return (
        <>
            <a class="skip" href="#main" onClick={(event) => {
                event.preventDefault();
                document.querySelector('main').focus();
            }}>{texts.skip}</a>
            <header>
                <h1>{texts.title}</h1>
                <p class="subtitle">{texts.subtitle}</p>
                <p class="caveat"><strong>{texts.caveat}</strong> {texts.caveatLong}</p>
                <nav aria-label={texts.nav.label}>
                    <ul>{VIEWS.map((each) => <li key={each}><a href={`#${each}`} aria-current={each === view ? 'page' : undefined} onClick={go(each)}>{texts.nav[each]}</a></li>)}</ul>
                </nav>
            </header>
            <main id="main" tabindex="-1">
                {problem && (
                    <div class="notice" role="alert">
                        <p>{texts.problems[problem]}</p>
                        <button type="button" onClick={() => setProblem(undefined)}>{texts.close}</button>
                    </div>
                )}
                {failure && <div class="notice outside" role="alert"><p>{texts.failed(failure)}</p></div>}
                {error && (
                    <div class="notice outside" role="alert">
                        <h2>{texts.error}</h2>
                        <p>{error}</p>
                        {lines && <p>{texts.errorKept}</p>}
                    </div>
                )}
                {state.lesson > 0 && (
                    <div class="notice lesson">
                        <h2>{texts.lessons[state.lesson - 1].title}</h2>
                        <p>{texts.lessons[state.lesson - 1].text}</p>
                        <p><strong>{texts.why.task}:</strong> {texts.lessons[state.lesson - 1].task}</p>
                        <button type="button" onClick={() => set({ lesson: 0 })}>{texts.close}</button>
                    </div>
                )}
                {!failure && !(about && lines) && <p role="status">{texts.loading}</p>}
                {about && view === 'her' && <Beside {...{ state, lines, bands, names, about, current }}><Her {...{ state, set, wrong }} catalogue={about.catalogue} /></Beside>}
                {about && view === 'plans' && <Beside {...{ state, lines, bands, names, about, current }}><div><Plans {...{ state, set }} /><Harms plans={state.plans} /></div></Beside>}
                {view === 'answer' && current && <Answer {...{ state, set, go, lines, bands, about }} />}
                {view === 'why' && current && <Why {...{ state, set, lines }} startLesson={restart} />}
                {about && view === 'about' && <About about={about} />}
            </main>
            <footer>
                <p>{texts.private}</p>
                <p><CopyLink /> <button type="button" onClick={() => print()}>{texts.print}</button>{' '}
                    <button type="button" onClick={() => restart(START)}>{texts.reset}</button></p>
                {about && <p>{texts.foot(about.version, about.calibration)}</p>}
            </footer>
            <div class="light" hidden />
        </>
    );
}

/** Where a second scan is known the lines are not those of the typical woman, but means of the women who agree with it. */
const measured = (lines, bands) => ({ ...lines, plans: lines.plans.map((plan, index) => ({ ...plan, samples: { ...plan.samples,
    ...Object.fromEntries(Object.entries(bands.plans[index]).map(([name, { mean }]) => [name, mean])) } })) });

/** What is entered, and beside it the answer in one sentence. */
const Beside = ({ state, lines, bands, names, about, current, children }) => (
    <div class="beside">
        {current && (
            <aside class="short" aria-label={texts.nav.answer}>
                <Remarks {...{ lines, names }} report={bands?.report} Heading="h2" />
                <Sentence {...{ state, names, lines, last: lines.times_d.length - 1 }} />
                <DensityFigure {...{ state, lines, bands, names, about }} />
            </aside>
        )}
        {children}
    </div>
);

function CopyLink() {
    const [copied, setCopied] = useState(false);
    return (
        <>
            <button type="button" onClick={async () => {
                await navigator.clipboard.writeText(location.href);
                setCopied(true);
            }}>{texts.copyLink}</button>
            <span role="status">{copied && ` ${texts.copied}`}</span>
        </>
    );
}

const first = await fromFragment(location.hash);
render(<Page first={first} />, document.getElementById('page'));
if ('serviceWorker' in navigator && import.meta.env.PROD) navigator.serviceWorker.register('./sw.js').catch(() => undefined);
