// SPDX-License-Identifier: Apache-2.0
// What the page is not, and how well the model does.
import { texts } from '../texts.js';

const t = texts.about;

export const About = ({ about }) => (
    <section aria-labelledby="about">
        <h2 id="about">{t.title}</h2>
        <ul class="points">{t.points.map((point) => <li key={point}>{point}</li>)}</ul>
        <h3>{t.tested}</h3>
        <p>{t.testedText}</p>
        <ul>
            <li><a href="./validation.html">{t.validation}</a></li>
            <li><a href="./limits.html">{t.limits}</a></li>
        </ul>
        <h3>{t.bands}</h3>
        <p>{t.bandsText}</p>
        <h3>{t.privacy}</h3>
        <p>{t.privacyText}</p>
        <h3>{t.made}</h3>
        <p>{texts.madeBy(about.version, about.calibration)}</p>
    </section>
);
