-- Hands out what is due, under leases that end in real time by this server's own clock.
--
-- KEYS[1]  the event's prefix, cb:{event}
-- ARGV     now by Callboard's clock (ms), lease (ms), then for each queue: its name, how many of it may
--          be under a lease at a time (0: hand out nothing of it), and how many of it whoever asks takes now
--
-- Returns { soonest due of what stays ('' for none), leases now, then flat: queue, id, header, data, trace … }.
-- What was handed out and whose lease has run out goes first: somebody has been waiting for it longest.

local prefix, now, lease = KEYS[1], ARGV[1], tonumber(ARGV[2])
local jobs, payloads, traces = prefix .. ':outbox:jobs', prefix .. ':outbox:data', prefix .. ':outbox:trace'
local time = redis.call('TIME')
local real = time[1] * 1000 + math.floor(time[2] / 1000)
local handed, soonest, leases = {}, nil, 0

local function hand(queue, id)
  local header = redis.call('HGET', jobs, id)
  local revision, deliveryCount, rest = string.match(header, '^(%d+)|(%d+)|(.*)$')
  header = revision .. '|' .. (deliveryCount + 1) .. '|' .. rest
  redis.call('HSET', jobs, id, header)
  redis.call('ZADD', prefix .. ':outbox:leased:' .. queue, real + lease, id)
  local data, trace = redis.call('HGET', payloads, id), redis.call('HGET', traces, id) or ''
  for _, part in ipairs({ queue, id, header, data, trace }) do handed[#handed + 1] = part end
end

for i = 3, #ARGV, 3 do
  local queue, limit, here = ARGV[i], tonumber(ARGV[i + 1]), tonumber(ARGV[i + 2])
  local due, leased = prefix .. ':outbox:due:' .. queue, prefix .. ':outbox:leased:' .. queue
  if math.min(limit, here) > 0 then
    local lapsed = redis.call('ZRANGEBYSCORE', leased, '-inf', real, 'LIMIT', 0, math.min(limit, here))
    for _, id in ipairs(lapsed) do hand(queue, id) end
    here = here - #lapsed
  end
  if math.min(limit, here) > 0 then
    -- Much longer than a lease lasts: this server's clock was set back since. Twice the lease, so that a clock
    -- set back by a little takes no job from whoever is at it.
    local late = redis.call('ZRANGEBYSCORE', leased, real + 2 * lease, '+inf', 'LIMIT', 0, math.min(limit, here))
    for _, id in ipairs(late) do hand(queue, id) end
    here = here - #late
  end
  limit = math.min(limit - redis.call('ZCARD', leased), here)
  if limit > 0 then
    local ready = redis.call('ZRANGEBYSCORE', due, '-inf', now, 'LIMIT', 0, limit)
    for _, id in ipairs(ready) do
      redis.call('ZREM', due, id)
      hand(queue, id)
    end
  end
  local first = redis.call('ZRANGE', due, 0, 0, 'WITHSCORES')
  if first[2] and (soonest == nil or tonumber(first[2]) < soonest) then soonest = tonumber(first[2]) end
  leases = leases + redis.call('ZCARD', leased)
end

local answer = { soonest and string.format('%.0f', soonest) or '', leases }
for _, part in ipairs(handed) do answer[#answer + 1] = part end
return answer
