import { render } from 'preact';
import './styles/tokens.css';
import './styles/elements.css';
import './styles/layout.css';
import './styles/map.css';
import './styles/alerts.css';
import './styles/device.css';
import './styles/air.css';
import './styles/ledger.css';
import { App } from './app.tsx';
import { startLive } from './live/start.ts';

const page = document.querySelector('#page');
if (page === null) throw new Error('index.html has no element #page');
render(<App />, page);
void startLive();
