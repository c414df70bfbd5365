/** A browser without a screen, for pages that fdcheck writes. */
import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/Applications/Chromium.app/Contents/MacOS/Chromium', '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'];

/** Starts it with a profile of its own, which goes with it. Throws where there is none: what it tests is not to be left out. */
export async function openBrowser(): Promise<Browser> {
  const given = process.env['CHROMIUM'];
  const executablePath = given ?? PLACES.find((place) => existsSync(place));
  if (executablePath === undefined || !existsSync(executablePath)) {
    throw new Error(`no Chromium to test the HTML report in (${given ?? PLACES.join(', ')}): install one, on Debian by 'apt-get install -y chromium', or set CHROMIUM to its path`);
  }
  return chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
}
