/* Talking to the server. A request either has an answer, or the connection is gone, or nobody is signed in. */

export class NoConnection extends Error {}
export class SignedOut extends Error {}

const UNREACHABLE = new Set([502, 503, 504]);

export class Server {
  constructor(form) {
    this.form = form;
    this.token = form.querySelector("[name=csrfmiddlewaretoken]").value;
  }

  takeToken(token) {
    this.token = token;
    document.querySelectorAll("[name=csrfmiddlewaretoken]").forEach((field) => { field.value = token; });
  }

  async ask(method, address, body) {
    let answer;
    try {
      answer = await fetch(address, {
        method,
        credentials: "same-origin",
        redirect: "follow",
        headers: { "Content-Type": "application/json", "X-CSRFToken": this.token },
        body: body === undefined ? undefined : JSON.stringify(body),
      });
    } catch (problem) {
      throw new NoConnection();
    }
    if (UNREACHABLE.has(answer.status)) { throw new NoConnection(); }
    const plain = (answer.headers.get("Content-Type") || "").includes("application/json");
    const content = plain ? await answer.json() : null;
    /* A token of the last session is refused with 403 before anything is looked at. */
    const stale = answer.status === 403 && (!content || content.error.code === "permission_denied");
    if (answer.status === 401 || stale) { throw new SignedOut(); }
    return { ok: answer.ok, status: answer.status, content, error: content ? content.error : null };
  }

  /* A page of the site as a document, with the address it came from in the end. */
  async page(address, form) {
    try {
      const answer = await fetch(address, form ? { method: "POST", credentials: "same-origin", body: new URLSearchParams(form) } : { credentials: "same-origin" });
      return { status: answer.status, address: new URL(answer.url).pathname, content: new DOMParser().parseFromString(await answer.text(), "text/html") };
    } catch (problem) {
      throw new NoConnection();
    }
  }
}
