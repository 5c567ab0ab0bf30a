# What bench/run measures: each step notes its figures.

say() { printf '%s\n' "$*" >&2; }
# note NAME VALUE: a figure of this round.
note() { echo "$round $1 $2" >>"$work/figures"; }
fault() { echo "$*" >>"$work/faults"; say "    (!) $*"; }
value() { grep -o "$1=[0-9.]*" <<<"$2" | cut -d= -f2; }
divide() { awk -v a="$1" -v b="$2" 'BEGIN { printf "%.3f", a / b }'; }

# wait_for SECONDS COMMAND ...: tries it until it succeeds.
wait_for() {
    local end=$((SECONDS + $1))
    shift
    until "$@"; do
        [ "$SECONDS" -lt "$end" ] || { say "not in time: $*"; exit 1; }
        sleep 0.1
    done
}
listens() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }
is_healthy() { curl -sf "127.0.0.1:$1/healthz" >/dev/null; }
has_recorded() { curl -s "127.0.0.1:$1/readyz" | jq -e '.postgres.up and .postgres.lag_records == 0' >/dev/null; }
answers() { psql -XtAc 'select 1' "$1" >/dev/null 2>&1; }

# start NAME PORT PROGRAM [VARIABLE=VALUE ...]: a service; its process id goes to $started.
start() {
    local name=$1 port=$2 program=$3
    shift 3
    env IMHOOK_DATA_DIR="$work/$name" IMHOOK_LISTEN=127.0.0.1:"$port" IMHOOK_ADMIN_LISTEN=127.0.0.1:$((port + 1)) \
        IMHOOK_LOG=error "$@" "$RELEASE/$program" serve >"$work/$name.out" 2>"$work/$name.err" &
    started=$!
    pids+=("$started")
    wait_for 60 is_healthy_or_gone "$name" $((port + 1))
}
is_healthy_or_gone() {
    kill -0 "$started" 2>/dev/null || { cat "$work/$1.err" >&2; exit 1; }
    is_healthy "$2"
}
stop() { kill "$1"; tail --pid="$1" -f /dev/null; }
until_recorded() { wait_for 600 has_recorded "$1"; }
# database NAME: the URL of a service's private Postgres, once that answers.
database() {
    local url
    wait_for 60 prints_url "$1" >/dev/null
    url=$(prints_url "$1")
    wait_for 60 answers "$url"
    echo "$url"
}
prints_url() { IMHOOK_DATA_DIR="$work/$1" "$RELEASE/imhook" db url 2>/dev/null; }
messages() { wait_for 60 answers "$1" && psql -XtAc 'select count(*) from imhook.messages' "$1"; }
rss() { awk '/VmRSS/ { printf "%.0f", $2 / 1024 }' "/proc/$1/status"; }

# url PORT COMMAND SECONDS: signed in the middle of the run, for a Sign is good for a minute to both sides.
url() {
    local time sign
    time=$(($(date +%s) + $3 / 2))
    sign=$(printf %s "$IMHOOK_CALLBACK_TOKEN$time" | sha256sum | cut -d' ' -f1)
    echo "http://127.0.0.1:$1/callback?SdkAppid=$IMHOOK_SDK_APP_ID&CallbackCommand=$2&contenttype=json&ClientIP=203.0.113.24&OptPlatform=iOS&Sign=$sign&RequestTime=$time"
}

# bodies COMMAND: 200 000 messages of 700 bytes, each with a key of its own.
bodies() {
    awk -v command="$1" -v now="$(date +%s)" 'BEGIN {
        filler = sprintf("%500s", ""); gsub(" ", "x", filler)
        for (i = 1; i <= 200000; i++) {
            head = sprintf("{\"CallbackCommand\":\"%s\",\"From_Account\":\"user_%d\",\"To_Account\":\"user_%d\"," \
                "\"MsgSeq\":7,\"MsgRandom\":%d,\"MsgTime\":%d,\"MsgKey\":\"7_%d_%d\",\"OnlineOnlyFlag\":0," \
                "\"SendMsgResult\":0,\"ErrorInfo\":\"send msg succeed\",\"UnreadMsgNum\":3,\"MsgBody\":[{\"MsgType\":" \
                "\"TIMTextElem\",\"MsgContent\":{\"Text\":\"", command, i % 5000, i % 5000 + 1, i, now, i, now)
            tail = "\"}}],\"CloudCustomData\":\"{\\\"trace\\\":\\\"a1\\\"}\"}"
            print head substr(filler, 1, 700 - length(head) - length(tail)) tail
        }
    }'
}

# flood PORT: as many requests as go; wrk's RESULT line.
flood() {
    local result
    result=$(RUN=$((RANDOM + 1)) QUERY="$(url "$1" C2C.CallbackAfterSendMsg "$SECONDS_EACH" | cut -d'?' -f2)" \
        wrk -t1 -c64 -d"${SECONDS_EACH}s" -s bench/load.lua "http://127.0.0.1:$1" | grep RESULT)
    [ "$(value bad "$result")" = 0 ] || fault "$step: $(value bad "$result") bad answers"
    echo "$result"
}

# pace PORT COMMAND BODIES REQUESTS_A_SECOND [SECONDS]: "p50=… p99=… p9999=…" in ms of the answers, each from when its
# request was due.
pace() {
    local result seconds=${5:-$SECONDS_EACH}
    result=$(oha --no-tui --output-format json --latency-correction -w -c 256 -q "$4" -z "${seconds}s" -m POST \
        -T application/json -Z "$work/$3" "$(url "$1" "$2" "$seconds")")
    jq -e '(.statusCodeDistribution | keys == ["200"]) and .errorDistribution == {}' <<<"$result" >/dev/null ||
        fault "$step: $(jq -c '[.statusCodeDistribution, .errorDistribution]' <<<"$result")"
    jq -e --argjson due "$(($4 * seconds))" '.statusCodeDistribution["200"] > 0.98 * $due' <<<"$result" >/dev/null ||
        fault "$step: the load fell behind its rate"
    jq -r '.latencyPercentiles | "p50=\(.p50 * 1000) p99=\(.p99 * 1000) p9999=\(.["p99.99"] * 1000)"' <<<"$result"
}

# What can be had at most.
bare() {
    "$RELEASE/examples/bench-baseline" bare &
    local pid=$!
    pids+=("$pid")
    wait_for 60 listens 8090
    H=$(value rate "$(flood 8090)")
    note H "$H"
    stop "$pid"
}

# Durable answers, while there is no Postgres.
acks() {
    start "acks$round" 18100 imhook DATABASE_URL="postgresql:///none?host=$work/no-server"
    local pid=$started rate
    rate=$(value rate "$(flood 18100)")
    note acks "$rate"
    note acks_to_H "$(divide "$rate" "$H")"
    stop "$pid"
}

# All the way into all tables, and the answers at half of that rate.
recorded() {
    start "main$round" 18200 imhook
    main=$started
    until_recorded 18201
    database=$(database "main$round")
    local begin result
    begin=$(date +%s.%N)
    flood 18200 >/dev/null
    note memory "$(rss "$main")"
    until_recorded 18201
    sustained=$(awk -v n="$(messages "$database")" -v b="$begin" -v e="$(date +%s.%N)" 'BEGIN { printf "%.0f", n / (e - b) }')
    note sustained "$sustained"
    note sustained_to_H "$(divide "$sustained" "$H")"
    result=$(pace 18200 C2C.CallbackAfterSendMsg after $((sustained / 2)))
    note half $((sustained / 2))
    note half_p99 "$(value p99 "$result")"
    note half_p9999 "$(value p9999 "$result")"
    until_recorded 18201
}

# The same rows by a transaction a request, as a controller does it.
insert() {
    wait_for 60 answers "$database"
    "$RELEASE/examples/bench-baseline" insert "$database" &
    local pid=$! rate
    pids+=("$pid")
    wait_for 60 listens 8090
    rate=$(value rate "$(flood 8090)")
    note insert "$rate"
    note sustained_to_insert "$(divide "$sustained" "$rate")"
    stop "$pid"
}

# Postgres goes away and comes back, at 2000 callbacks a second.
outage() {
    start "outage$round" 18300 imhook DATABASE_URL="$database"
    local pid=$started before result begin
    until_recorded 18301
    pace 18300 C2C.CallbackAfterSendMsg after 2000 5 >/dev/null
    until_recorded 18301
    before=$(rss "$pid")
    stop "$main"
    result=$(pace 18300 C2C.CallbackAfterSendMsg after 2000 "$OUTAGE")
    note outage_p99 "$(value p99 "$result")"
    note outage_memory $(($(rss "$pid") - before))
    start "main$round" 18200 imhook
    main=$started
    begin=$(date +%s.%N)
    until_recorded 18301
    note outage_caught_up "$(awk -v b="$begin" -v e="$(date +%s.%N)" 'BEGIN { printf "%.1f", e - b }')"
    stop "$pid"
    stop "$main"
}

# A before-handler at 2000 a second, beside 5000 other callbacks a second.
deciding() {
    start "deciding$round" 18400 examples/bench-handlers HANDLERS=allow
    local pid=$started result
    until_recorded 18401
    pace 18400 C2C.CallbackAfterSendMsg after 5000 >"$work/beside" &
    local beside=$!
    result=$(pace 18400 C2C.CallbackBeforeSendMsg before 2000)
    wait "$beside"
    note before_p99 "$(value p99 "$result")"
    note beside_p99 "$(value p99 "$(<"$work/beside")")"
    stop "$pid"
}

# Sixteen at a time into before-handlers that never answer, beside 2000 other callbacks a second.
storms() {
    local kind pid beside slowest
    for kind in hangs panics obstructs; do
        start "storms$round.$kind" 18450 examples/bench-handlers HANDLERS=$kind
        pid=$started
        until_recorded 18451
        pace 18450 C2C.CallbackAfterSendMsg after 2000 >"$work/beside" &
        beside=$!
        sleep 1
        slowest=$(oha --no-tui --output-format json -c 16 -n 16 -m POST -T application/json -Z "$work/before" \
            "$(url 18450 C2C.CallbackBeforeSendMsg 2)" | jq '.summary.slowest * 1000')
        wait "$beside"
        note "storm_$kind" "$slowest"
        note "storm_beside_$kind" "$(value p99 "$(<"$work/beside")")"
        # Threads that are blocked for a minute end with their process.
        kill -9 "$pid"
        wait "$pid" 2>/dev/null || true
    done
}

# One after-handler: idle, and at 5000 a second.
reacting() {
    local rate pid name result recorded
    for rate in 10 5000; do
        name=reacting$round.$rate
        start "$name" 18500 examples/bench-handlers HANDLERS=trivial
        pid=$started
        until_recorded 18501
        pace 18500 C2C.CallbackAfterSendMsg after "$rate" >/dev/null
        until_recorded 18501
        sleep 1
        recorded=$(messages "$(database "$name")")
        stop "$pid"
        result=$(grep RESULT "$work/$name.out")
        [ "$(value handled "$result")" = "$recorded" ] || fault "$step: $result of $recorded"
        note "handler_p50_at_$rate" "$(value p50_ms "$result")"
        note "handler_p99_at_$rate" "$(value p99_ms "$result")"
    done
}

# Answers at 2000 a second, once all are at work: without handlers, and before handlers that work for a second each.
behind() {
    local kind pid p99 without
    for kind in none awaits blocks computes; do
        start "behind$round.$kind" 18600 examples/bench-handlers HANDLERS=$kind
        pid=$started
        until_recorded 18601
        pace 18600 C2C.CallbackAfterSendMsg after 2000 2 >/dev/null
        p99=$(value p99 "$(pace 18600 C2C.CallbackAfterSendMsg after 2000 $((2 * SECONDS_EACH)))")
        stop "$pid"
        note "behind_p99_$kind" "$p99"
        if [ "$kind" = none ]; then without=$p99; else note "behind_to_none_$kind" "$(divide "$p99" "$without")"; fi
    done
}

# The REST client against bare reqwest.
rest() {
    local result
    result=$("$RELEASE/examples/bench-rest" "$SECONDS_EACH")
    note rest "$(value client "$result")"
    note rest_to_reqwest "$(divide "$(value client "$result")" "$(value reqwest "$result")")"
}
