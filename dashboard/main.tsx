import './styles/tokens.css';
import './styles/base.css';
import './styles/controls.css';
import './styles/parts.css';
import { render } from 'preact';
import { App } from './app.tsx';
import { startRouter } from './router/location.ts';
import { preloadPage } from './router/shown-page.tsx';
import { resumeSession } from './session/session.ts';
import { startShortcuts } from './shell/shortcuts.ts';
import { startTheme } from './shell/theme.ts';

const root = document.getElementById('app');
if (root === null) throw new Error('index.html has no #app');

startTheme();
startRouter();
startShortcuts();
// First, so that the key leaves the address before anything is drawn.
void resumeSession();
preloadPage();
render(<App />, root);
