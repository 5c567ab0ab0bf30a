# The table of bench/run, in Markdown: medians, extremes, bounds.

table() {
    awk '
    # Rounds come in any number, and not all steps are always taken.
    { n = ++count[$2]; figure[$2, n] = $3 + 0 }
    function place(name,    i, j, t) {
        for (i = 2; i <= count[name]; i++)
            for (j = i; j > 1 && figure[name, j] < figure[name, j - 1]; j--) {
                t = figure[name, j]; figure[name, j] = figure[name, j - 1]; figure[name, j - 1] = t
            }
    }
    function row(text, name, form, bound, least, most,    median, verdict) {
        if (!count[name]) return
        place(name)
        median = figure[name, int((count[name] + 1) / 2)]
        verdict = ""
        if (bound != "") verdict = (least == "" || median >= least) && (most == "" || median <= most) ? "yes" : "**no**"
        printf "| %s | " form " | " form "–" form " | %s | %s |\n", text, median, figure[name, 1], figure[name, count[name]], bound, verdict
    }
    function at_least(text, name, form, bound) { row(text, name, form, "≥ " sprintf("%.4g", bound), bound, "") }
    function at_most(text, name, form, bound) { row(text, name, form, "≤ " bound, "", bound) }
    function plain(text, name, form) { row(text, name, form, "") }
    END {
        print "| | median | lowest–highest | bound | held |"
        print "| --- | ---: | ---: | ---: | --- |"
        plain("H: bare axum route, requests/s", "H", "%.0f")
        plain("durable answers, Postgres away, requests/s", "acks", "%.0f")
        at_least("— to H", "acks_to_H", "%.2f", 0.40)
        plain("sustained into all tables, rows/s", "sustained", "%.0f")
        at_least("— to H", "sustained_to_H", "%.2f", 0.15)
        plain("a transaction a request, pool of 16, requests/s", "insert", "%.0f")
        at_least("— sustained to it", "sustained_to_insert", "%.2f", 1.8)
        at_most("resident memory at the sustained rate, MiB", "memory", "%.0f", 96)
        plain("at half of the sustained rate, requests/s", "half", "%.0f")
        at_most("— p99 of the answer, ms", "half_p99", "%.1f", 20)
        at_most("— p99.99 of the answer, ms", "half_p9999", "%.1f", 1000)
        at_most("without Postgres, 2000/s: p99 of the answer, ms", "outage_p99", "%.1f", 20)
        at_most("— more memory at its end, MiB", "outage_memory", "%.0f", 32)
        plain("— caught up after it came back, s", "outage_caught_up", "%.1f")
        at_most("before-handler, 2000/s beside 5000/s: p99 of the answer, ms", "before_p99", "%.1f", 20)
        plain("— p99 of the others, ms", "beside_p99", "%.1f")
        at_most("16 before-handlers hang: their slowest answer, ms", "storm_hangs", "%.0f", 1600)
        at_most("— p99 of the others, 2000/s, ms", "storm_beside_hangs", "%.1f", 50)
        at_most("16 before-handlers panic: their slowest answer, ms", "storm_panics", "%.0f", 1600)
        at_most("— p99 of the others, 2000/s, ms", "storm_beside_panics", "%.1f", 50)
        at_most("16 before-handlers block their threads: their slowest answer, ms", "storm_obstructs", "%.0f", 1600)
        at_most("— p99 of the others, 2000/s, ms", "storm_beside_obstructs", "%.1f", 50)
        at_most("receipt → after-handler, 10/s: p50, ms", "handler_p50_at_10", "%.1f", 100)
        plain("— p99, ms", "handler_p99_at_10", "%.1f")
        plain("receipt → after-handler, 5000/s: p50, ms", "handler_p50_at_5000", "%.1f")
        at_most("— p99, ms", "handler_p99_at_5000", "%.1f", 1000)
        plain("no handler, 2000/s: p99 of the answer, ms", "behind_p99_none", "%.1f")
        at_most("— to it: after-handler awaits 1 s", "behind_to_none_awaits", "%.2f", 1.2)
        at_most("— after-handler blocks 1 s", "behind_to_none_blocks", "%.2f", 1.2)
        plain("— after-handler computes 1 s, on all cores but one", "behind_to_none_computes", "%.2f")
        plain("REST client, 64 calls at a time, calls/s", "rest", "%.0f")
        at_least("— to bare reqwest", "rest_to_reqwest", "%.2f", 0.5)
    }' "$work/figures"
}

cpu=$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -1)
memory=$(awk '/MemTotal/ { printf "%.0f", $2 / 1048576 }' /proc/meminfo)
cat <<HEAD
- machine: $(nproc) cores (${cpu:-$(uname -m)}), $memory GiB, $(uname -sr), $(psql --version | sed 's/^psql (PostgreSQL) \([0-9.]*\).*/Postgres \1/')
- commit: $(git rev-parse --short HEAD)$(git diff --quiet HEAD -- src bench Cargo.lock || echo ", changed")
- command: \`${given}ROUNDS=$ROUNDS OUTAGE=$OUTAGE bench/run $SECONDS_EACH\`

HEAD
table
