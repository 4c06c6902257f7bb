import { escapeHtml } from '../escape-html.js';
import type { KauthError } from './demo-kakao.service.js';
import { type DemoPerson, demoPeople } from './demo-people.js';

const labels = {
  ko: '카카오가 아닙니다. 카카오 로그인 화면을 대신하는 데모이며, 고른 내용은 이 서버를 벗어나지 않습니다.',
  en: 'This is not Kakao but a demo in place of its log-in page. What you choose stays on this server.',
};

/**
 * The page on which one chooses who to be. Choosing is following a link: a form would need leave, by the page's
 * security policy, for every address that a log-in may lead back to.
 * @param base path of the stand-in as the browser sees it
 * @param query of the request, handed on as it came
 */
export function consentPage(base: string, query: URLSearchParams): string {
  const link = (choice: string) => escapeHtml(`${base}/oauth/authorize/${choice}?${query.toString()}`);
  const person = ({ name, title, tells, picture }: DemoPerson) => `
        <li>
          <a href="${link(name)}">
            ${picture ? `<img src="${base}/files/${picture}" alt="" width="40" height="40">` : '<span class="blank"></span>'}
            <span><b>${title.ko} <span lang="en">${title.en}</span></b>
            <small>${tells.ko} · <span lang="en">${tells.en}</span></small></span>
          </a>
        </li>`;
  return page(
    base,
    `
      <h1>누구로 로그인할까요? <span lang="en">Log in as whom?</span></h1>
      <p>${labels.ko}</p>
      <p lang="en">${labels.en}</p>
      <ul>${demoPeople.map(person).join('')}
      </ul>
      <p><a class="soft" href="${link('cancel')}">취소 <span lang="en">Cancel</span></a></p>`,
  );
}

/** The page for what must not lead back: an app or an address that is not known. */
export function refusalPage(base: string, { code, error, message }: KauthError): string {
  return page(
    base,
    `
      <h1>로그인할 수 없습니다 <span lang="en">Cannot log in</span></h1>
      <p lang="en">${escapeHtml(message)}</p>
      <p><code>${escapeHtml(code ? `${error} (${code})` : error)}</code></p>`,
  );
}

function page(base: string, main: string): string {
  return `<!doctype html>
<html lang="ko">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>카카오 로그인 데모 · Kakao log-in demo</title>
    <link rel="stylesheet" href="${base}/files/page.css">
  </head>
  <body>
    <main>
      <p class="demo">데모 · DEMO</p>${main}
    </main>
  </body>
</html>
`;
}
