-- wrk: signed one-to-one messages of 700 bytes, each with a key of its own.
-- Environment: QUERY (with Sign and RequestTime), RUN (a number that no other run of this database has), RATE
-- (requests a second over all 64 connections; 0 for as many as go).
local threads = 0

function setup(thread)
  thread:set("id", threads)
  threads = threads + 1
end

function init()
  counter = 0
  path = "/callback?" .. os.getenv("QUERY")
  run = tonumber(os.getenv("RUN"))
  now = os.time()
  filler = string.rep("x", 700)
end

function request()
  counter = counter + 1
  local seq, random = run * 64 + id, counter
  local key = seq .. "_" .. random .. "_" .. now
  local user = counter % 5000
  local body = string.format(
    '{"CallbackCommand":"C2C.CallbackAfterSendMsg","From_Account":"user_%d","To_Account":"user_%d",'
      .. '"MsgSeq":%d,"MsgRandom":%d,"MsgTime":%d,"MsgKey":"%s","OnlineOnlyFlag":0,"SendMsgResult":0,'
      .. '"ErrorInfo":"send msg succeed","UnreadMsgNum":3,"MsgBody":[{"MsgType":"TIMTextElem","MsgContent":'
      .. '{"Text":"%s"}}],"CloudCustomData":"{\\"trace\\":\\"a1\\"}"}',
    user, user + 1, seq, random, now, key, "")
  body = body:gsub('"Text":""', '"Text":"' .. filler:sub(1, 700 - #body) .. '"')
  return wrk.format("POST", path, nil, body)
end

-- Milliseconds until a connection's next request. (wrk waits for a timer as soon as this function exists.)
local rate = tonumber(os.getenv("RATE") or "0")
if rate > 0 then
  function delay()
    return math.random(0, 2 * 64000 / rate)
  end
end

function done(summary, latency)
  io.write(string.format(
    "RESULT rate=%.0f p50_ms=%.2f p99_ms=%.2f p9999_ms=%.2f max_ms=%.2f bad=%d\n",
    summary.requests / summary.duration * 1e6, latency:percentile(50) / 1000, latency:percentile(99) / 1000,
    latency:percentile(99.99) / 1000,
    latency.max / 1000, summary.errors.status + summary.errors.connect + summary.errors.read
      + summary.errors.write + summary.errors.timeout))
end
