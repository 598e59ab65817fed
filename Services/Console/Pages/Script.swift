enum Script {
    /// Keys on *Aujourd'hui*: j and k move, Enter opens, c notes a call, Escape closes. Pages work without it.
    static let text = """
        'use strict';
        (() => {
          const rows = [...document.querySelectorAll('.queue > .lead')];
          let at = -1;
          const select = (next) => {
            if (!rows.length) return;
            at = Math.max(0, Math.min(rows.length - 1, next));
            rows.forEach((row, index) => row.classList.toggle('selected', index === at));
            rows[at].querySelector('a.name').focus();
            rows[at].scrollIntoView({ block: 'nearest' });
          };
          const isTyping = (element) => element.matches('input, textarea, select, button, summary');
          document.addEventListener('keydown', (event) => {
            if (event.ctrlKey || event.metaKey || event.altKey) return;
            if (event.key === 'Escape') {
              document.querySelectorAll('details.log[open]').forEach((log) => { log.open = false; });
              if (at >= 0) select(at);
              return;
            }
            if (isTyping(event.target)) return;
            if (event.key === 'j') select(at + 1);
            else if (event.key === 'k') select(at - 1);
            else if (event.key === 'c' && rows.length) {
              if (at < 0) select(0);
              const log = rows[at].querySelector('details.log');
              log.open = true;
              log.querySelector('.outcomes button').focus();
            } else if (event.key === 'Enter' && at >= 0 && event.target === document.body) {
              window.location.href = rows[at].dataset.href;
            } else return;
            event.preventDefault();
          });
          document.addEventListener('submit', (event) => {
            event.target.querySelectorAll('button').forEach((button) => button.setAttribute('aria-busy', 'true'));
          });
        })();
        """
}
