// Chromium for the tests. CHROMIUM names another browser, ZZSITE_NODE_MODULES another folder
// of packages than the one beside package.json.
import { createRequire } from 'node:module';
import path from 'node:path';

const modules = process.env.ZZSITE_NODE_MODULES ?? path.join(import.meta.dirname, '../node_modules');
const require = createRequire(path.join(modules, 'x.js'));

export const { chromium } = require('playwright-core');
export const axeSource = () => require('axe-core').source;
export const vnuJar = () => require('vnu-jar');

export const launch = () => chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
});
