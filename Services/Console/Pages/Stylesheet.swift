enum Stylesheet {
    /// Light and dark by the system's choice; every text has a contrast of 4.5:1 or more on its ground (WCAG 2.2 AA).
    static let text = """
        :root { --ground: #f6f5f2; --sheet: #fff; --ink: #1d2430; --soft: #565e6b; --line: #d9d6cf; --accent: #1c5d99;
          --on-accent: #fff; --red: #a3271c; --green: #1d6b3a; --yellow: #8a5a00; --grey: #6a7280; }
        @media (prefers-color-scheme: dark) { :root { --ground: #14181f; --sheet: #1d232d; --ink: #eceff4;
          --soft: #a9b2c0; --line: #343c49; --accent: #8ec5ff; --on-accent: #10151c; --red: #ff9b91; --green: #7fd6a0;
          --yellow: #f0c36d; --grey: #98a2b3; } }
        * { box-sizing: border-box; }
        [hidden] { display: none !important; }
        body { margin: 0; background: var(--ground); color: var(--ink);
          font: 1rem/1.45 system-ui, "Segoe UI", Roboto, sans-serif; }
        a { color: var(--accent); }
        :focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: 3px; }
        .skip { position: absolute; left: -999rem; }
        .skip:focus { left: .5rem; top: .5rem; background: var(--sheet); padding: .5rem; }
        header { display: flex; flex-wrap: wrap; gap: .5rem 1.25rem; align-items: center; padding: .6rem 1rem;
          background: var(--sheet); border-bottom: 1px solid var(--line); }
        header nav { display: flex; flex-wrap: wrap; gap: 0 1rem; flex: 1; }
        header nav a { padding: .35rem 0; text-decoration: none; }
        header nav a[aria-current] { border-bottom: 2px solid var(--accent); font-weight: 600; }
        header form { display: flex; flex-wrap: wrap; gap: .5rem; align-items: center; }
        .brand { font-weight: 700; color: var(--ink); text-decoration: none; }
        .who, .muted, small, .hint { color: var(--soft); font-size: .875rem; }
        main { max-width: 86rem; margin: 0 auto; padding: 1rem; }
        h1 { font-size: 1.4rem; margin: .25rem 0 .75rem; } h1 small { font-weight: 400; }
        h2 { font-size: 1.05rem; margin: 0 0 .5rem; }
        section { background: var(--sheet); border: 1px solid var(--line); border-radius: 8px; padding: .9rem;
          margin-bottom: 1rem; }
        .notice { background: var(--sheet); border-left: 4px solid var(--yellow); padding: .6rem .8rem; }
        .notice.done { border-color: var(--green); }
        .empty { text-align: center; padding: 2.5rem 1rem; }
        .queue { list-style: none; margin: 0; padding: 0; }
        .lead { display: grid; grid-template-columns: 2.2fr 2.4fr 1.8fr auto; gap: .5rem 1rem; align-items: start;
          background: var(--sheet); border: 1px solid var(--line); border-left: 5px solid var(--grey);
          border-radius: 8px; padding: .7rem .9rem; margin-bottom: .5rem; }
        .lead.selected { outline: 2px solid var(--accent); }
        .overdue { border-left-color: var(--red); } .overdue .deadline { color: var(--red); }
        .today { border-left-color: var(--green); } .today .deadline { color: var(--green); }
        .missing { border-left-color: var(--yellow); } .missing .deadline { color: var(--yellow); }
        .what, .when { display: flex; flex-direction: column; gap: .15rem; min-width: 0; overflow-wrap: anywhere; }
        .name { font-weight: 600; } .deadline, .advice { font-weight: 600; } .place, .step { color: var(--soft); }
        .step.done { text-decoration: line-through; }
        .why { display: flex; gap: .6rem; } .why ul { margin: 0; padding-left: 1rem; font-size: .9rem; }
        .score { font-size: 1.25rem; font-weight: 700; white-space: nowrap; }
        .score small { margin-left: .15rem; font-weight: 600; }
        .do { display: flex; gap: .5rem; flex-wrap: wrap; align-items: flex-start; }
        button, .button, summary { font: inherit; min-height: 2.5rem; padding: .35rem .8rem; border-radius: 6px;
          border: 1px solid var(--line); background: var(--sheet); color: var(--ink); cursor: pointer;
          text-decoration: none; display: inline-flex; align-items: center; }
        button.primary { background: var(--accent); color: var(--on-accent); border-color: var(--accent); }
        button[aria-busy] { opacity: .6; } .quiet { border: 0; color: var(--soft); }
        details[open] > summary { margin-bottom: .6rem; } details.log[open] { flex-basis: 100%; }
        label { display: block; font-size: .9rem; margin-bottom: .5rem; }
        input, select, textarea { display: block; width: 100%; font: inherit; min-height: 2.5rem; padding: .35rem .5rem;
          border: 1px solid var(--grey); border-radius: 6px; background: var(--ground); color: var(--ink); }
        .pair { display: grid; grid-template-columns: 1fr 1fr; gap: .6rem; }
        fieldset { border: 0; padding: 0; margin: 0 0 .6rem; display: flex; flex-wrap: wrap; gap: .4rem; }
        legend { font-size: .9rem; margin-bottom: .3rem; }
        .filter { display: flex; flex-wrap: wrap; gap: .6rem; align-items: end; margin-bottom: .6rem; }
        .columns { display: grid; grid-template-columns: repeat(auto-fit, minmax(20rem, 1fr)); gap: 0 1rem; }
        dl { display: grid; grid-template-columns: auto 1fr; gap: .2rem .9rem; margin: 0 0 .6rem; }
        dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; }
        table { border-collapse: collapse; width: 100%; } th, td { text-align: left; padding: .3rem .4rem;
          border-bottom: 1px solid var(--line); vertical-align: top; font-weight: inherit; }
        tfoot th { font-weight: 700; border: 0; } .number { text-align: right; white-space: nowrap; }
        .plain { list-style: none; margin: 0; padding: 0; } .plain > li { padding: .45rem 0;
          border-bottom: 1px solid var(--line); } .chosen { font-weight: 600; }
        .note { white-space: pre-wrap; overflow-wrap: anywhere; }
        .tag { display: inline-block; border: 1px solid var(--line); border-radius: 99px; padding: .05rem .6rem;
          font-size: .85rem; } .tag.alert { border-color: var(--red); color: var(--red); }
        .board { display: grid; grid-template-columns: repeat(auto-fit, minmax(15rem, 1fr)); gap: 1rem; }
        .count { color: var(--soft); font-weight: 400; } .card { border-left: 4px solid var(--grey);
          padding-left: .6rem !important; }
        .chance { font-size: .9rem; } .lifts { margin: .5rem 0; padding-left: 1.1rem; } meter { width: 6rem; }
        kbd { border: 1px solid var(--line); border-radius: 4px; padding: 0 .35rem; background: var(--sheet); }
        @media (max-width: 52rem) { .lead { grid-template-columns: 1fr; } .pair { grid-template-columns: 1fr; }
          .columns { grid-template-columns: 1fr; } .hint { display: none; } }
        """
}
