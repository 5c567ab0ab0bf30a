-- wrk: signed one-to-one messages of 700 bytes, each with a key of its own.
-- Environment: QUERY (with Sign and RequestTime), RUN (a number that no other run of this database has).
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

function done(summary)
  local errors = summary.errors
  local bad = errors.status + errors.connect + errors.read + errors.write + errors.timeout
  io.write(string.format("RESULT rate=%.0f bad=%d\n", summary.requests / summary.duration * 1e6, bad))
end
