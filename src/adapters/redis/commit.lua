-- Applies one commit, all of it or nothing: documents, indexes, facts, jobs, and what became of a job.
--
-- KEYS[1]  the event's prefix, cb:{event}   (every key below begins with it: one slot of a cluster)
-- KEYS[2]  the ledger, a stream
-- ARGV     a flat list, read in this order:
--   documents: n, then n × kind, id, version as read, JSON ('' removes), schema number, n of indexes, index…
--   facts:     n, then n × name, at (ISO), by, data (JSON), n of abouts, about…
--   jobs:      n, then n × 'put', id, queue, name, at (ms), data (JSON), trace ('' for none)  |  'cancel', id
--   done:      id ('' for none), revision, again at (ms, '' for done), attemptsMade, 1 if this run did nothing
--   hands:     now by Callboard's clock (ms), lease (ms), n, then n × queue, room here, room everywhere:
--              how many of what this commit puts, and what is due now, its process begins by itself
--
-- Returns { 'OK', id of the last fact, 1 if something is left to hand out, then flat: queue, id, header,
-- data, trace of what is handed out here … } or { 'CONFLICT', kind, id }.
-- A job's header is revision|deliveryCount|attemptsMade|queue|at|name, in <prefix>:outbox:jobs. What it goes on with
-- is apart, in <prefix>:outbox:trace: the same job put by another request is the same job still. All ids lie in
-- <prefix>:outbox:ids by their letters, so that those with one beginning are found without reading all.

local prefix, ledger = KEYS[1], KEYS[2]
local jobs, payloads, traces = prefix .. ':outbox:jobs', prefix .. ':outbox:data', prefix .. ':outbox:trace'
local ids = prefix .. ':outbox:ids'
local cursor = 0
local function take()
  cursor = cursor + 1
  return ARGV[cursor]
end

local puts = {}
for i = 1, tonumber(take()) do
  local put = { kind = take(), id = take(), version = tonumber(take()), json = take(), number = take(), indexes = {} }
  for j = 1, tonumber(take()) do put.indexes[j] = take() end
  puts[i] = put
end

-- Every version is checked before anything is written.
for _, put in ipairs(puts) do
  local stored = redis.call('HGET', prefix .. ':doc:' .. put.kind, put.id)
  local version = stored and tonumber(string.match(stored, '^(%d+):')) or 0
  if version ~= put.version then return { 'CONFLICT', put.kind, put.id } end
end

local documents = {}
for i, put in ipairs(puts) do
  local key, indexed = prefix .. ':doc:' .. put.kind, prefix .. ':indexed:' .. put.kind
  local index = prefix .. ':index:' .. put.kind .. ':'
  local before = put.version > 0 and redis.call('HGET', indexed, put.id)
  if before then
    for _, value in ipairs(cjson.decode(before)) do redis.call('SREM', index .. value, put.id) end
  end
  if put.json == '' then
    redis.call('HDEL', key, put.id)
    if before then redis.call('HDEL', indexed, put.id) end
  else
    redis.call('HSET', key, put.id, (put.version + 1) .. ':' .. put.number .. ':' .. put.json)
    for _, value in ipairs(put.indexes) do redis.call('SADD', index .. value, put.id) end
    if #put.indexes > 0 then redis.call('HSET', indexed, put.id, cjson.encode(put.indexes))
    elseif before then redis.call('HDEL', indexed, put.id) end
  end
  documents[i] = put.kind .. ' ' .. put.id
end

local last = ''
for i = 1, tonumber(take()) do
  local name, at, by, data = take(), take(), take(), take()
  local about = {}
  for j = 1, tonumber(take()) do about[j] = take() end
  local refs = #about > 0 and cjson.encode(about) or '[]'
  -- The first fact of a commit carries which documents it changed: mirrors follow that.
  local changed = i == 1 and table.concat(documents, '\n') or ''
  last = redis.call('XADD', ledger, '*', 'name', name, 'at', at, 'by', by, 'about', refs, 'data', data, 'docs', changed)
  for _, ref in ipairs(about) do redis.call('RPUSH', prefix .. ':about:' .. ref, last) end
end

-- What was tried before lies in <prefix>:outbox:retried:<queue> too, so that it is found without reading all.
local function forget(id, job)
  redis.call('ZREM', prefix .. ':outbox:due:' .. job.queue, id)
  redis.call('ZREM', prefix .. ':outbox:leased:' .. job.queue, id)
  if job.attemptsMade ~= '0' then redis.call('ZREM', prefix .. ':outbox:retried:' .. job.queue, id) end
end

local function read(id)
  local header = redis.call('HGET', jobs, id)
  if not header then return nil end
  local revision, deliveryCount, attemptsMade, queue, at, name = string.match(header, '^(%d+)|(%d+)|(%d+)|([^|]*)|(%-?%d+)|(.*)$')
  return { revision = revision, deliveryCount = deliveryCount, attemptsMade = attemptsMade, queue = queue, at = at, name = name }
end

local changed = 0
-- The count of deliveries goes on until the job is done: after the first, an earlier run may have got some way.
local function schedule(id, queue, at, name, attemptsMade, deliveryCount)
  local revision = redis.call('INCR', prefix .. ':outbox:revision')
  local header = { revision, deliveryCount, attemptsMade, queue, at, name }
  redis.call('HSET', jobs, id, table.concat(header, '|'))
  redis.call('ZADD', ids, 0, id)
  redis.call('ZADD', prefix .. ':outbox:due:' .. queue, at, id)
  if attemptsMade ~= '0' then redis.call('ZADD', prefix .. ':outbox:retried:' .. queue, at, id) end
  changed = 1
end

local puttings = {}
for i = 1, tonumber(take()) do
  local op = take()
  if op == 'put' then puttings[i] = { id = take(), queue = take(), name = take(), at = take(), data = take(), trace = take() }
  else puttings[i] = { cancel = take() } end
end

local done, revision, again, attemptsMade, untouched = take(), take(), take(), take(), take()
if done ~= '' then
  local job = read(done)
  if job and job.revision == revision then
    forget(done, job)
    if again ~= '' then
      local counted = untouched == '1' and math.max(0, job.deliveryCount - 1) or job.deliveryCount
      schedule(done, job.queue, again, job.name, attemptsMade, string.format('%d', counted))
    else
      redis.call('HDEL', jobs, done)
      redis.call('ZREM', ids, done)
      redis.call('HDEL', payloads, done)
      redis.call('HDEL', traces, done)
    end
  end
end

-- Nobody who waits longer is passed over, and nobody takes what would have to wait out its lease.
local now, lease, room = tonumber(take()), tonumber(take()), {}
for i = 1, tonumber(take()) do
  local queue, here, everywhere = take(), tonumber(take()), tonumber(take())
  local waiting = redis.call('ZRANGEBYSCORE', prefix .. ':outbox:due:' .. queue, '-inf', now, 'LIMIT', 0, 1)
  local leased = redis.call('ZCARD', prefix .. ':outbox:leased:' .. queue)
  room[queue] = #waiting > 0 and 0 or math.min(here, everywhere - leased)
end
local time = redis.call('TIME')
local real = time[1] * 1000 + math.floor(time[2] / 1000)
local handed = {}

local function begin(put, deliveryCount)
  local id, queue = put.id, put.queue
  local number = redis.call('INCR', prefix .. ':outbox:revision')
  local header = table.concat({ number, string.format('%d', deliveryCount + 1), '0', queue, put.at, put.name }, '|')
  redis.call('HSET', jobs, id, header)
  redis.call('ZADD', ids, 0, id)
  redis.call('ZADD', prefix .. ':outbox:leased:' .. queue, real + lease, id)
  for _, part in ipairs({ queue, id, header, put.data, put.trace }) do handed[#handed + 1] = part end
end

for _, put in ipairs(puttings) do
  local id = put.cancel or put.id
  local job = read(id)
  if put.cancel then
    if job then
      forget(id, job)
      redis.call('HDEL', jobs, id)
      redis.call('ZREM', ids, id)
      redis.call('HDEL', payloads, id)
      redis.call('HDEL', traces, id)
    end
  else
    local same = job and job.name == put.name and job.at == put.at and redis.call('HGET', payloads, id) == put.data
    if not same then
      if job then forget(id, job) end
      redis.call('HSET', payloads, id, put.data)
      if put.trace ~= '' then redis.call('HSET', traces, id, put.trace)
      elseif job then redis.call('HDEL', traces, id) end
      local deliveryCount = job and job.deliveryCount or '0'
      if (room[put.queue] or 0) > 0 and tonumber(put.at) <= now then
        room[put.queue] = room[put.queue] - 1
        begin(put, deliveryCount)
      else schedule(id, put.queue, put.at, put.name, '0', deliveryCount) end
    end
  end
end

local answer = { 'OK', last, changed }
for _, part in ipairs(handed) do answer[#answer + 1] = part end
return answer
