-- Says that a process lives and what it does, or that it has gone; and who else lives.
--
-- KEYS[1]  the hash of an event's processes, cb:{event}:processes
-- ARGV     milliseconds of silence after which one counts as dead, id ('' to ask only), what it does (JSON; '' where
--          it goes)
--
-- By this server's own clock: those of the machines may differ. The hash itself ends with the last of them.
-- Returns flat: id, what it does … of those that live.

local key, patience, id, does = KEYS[1], tonumber(ARGV[1]), ARGV[2], ARGV[3]
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
if id ~= '' then
  if does == '' then redis.call('HDEL', key, id)
  else redis.call('HSET', key, id, string.format('%.0f', now) .. '|' .. does) end
end
local answer, all = {}, redis.call('HGETALL', key)
for i = 1, #all, 2 do
  local at, said = string.match(all[i + 1], '^(%d+)|(.*)$')
  -- Much later than now: this server's clock was set back since.
  if math.abs(now - tonumber(at)) < patience then
    answer[#answer + 1] = all[i]
    answer[#answer + 1] = said
  elseif id ~= '' then redis.call('HDEL', key, all[i]) end
end
if id ~= '' then redis.call('PEXPIRE', key, 10 * patience) end
return answer
