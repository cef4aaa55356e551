import ReactDOM from 'react-dom/client';
import '@backstage/ui/css/styles.css';
import './theme/global.css';
import './theme/components.css';
import App from './App';
import { installCssVariables } from './theme/cssVariables';

installCssVariables();

const root = document.getElementById('root');
if (!root) throw new Error('The page has no element with the id "root"');
ReactDOM.createRoot(root).render(App.createRoot());
