-- A bucket that all processes take from. By Redis's own clock, since theirs differ.
--
-- KEYS[1]  the bucket
-- ARGV     'take', per minute, how many must be left, 1 to take in any case
--        | 'block', per minute, for how long (ms)
--
-- Returns the milliseconds to wait, 0 where one was taken (or it was blocked).

local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local perMinute = tonumber(ARGV[2])
local step = 60000 / perMinute
local stored = redis.call('HMGET', KEYS[1], 'level', 'at', 'blocked', 'queue')
local at = math.min(tonumber(stored[2] or now), now)
local level = math.min(perMinute, tonumber(stored[1] or perMinute) + (now - at) / step)
-- Until when it is blocked, and when the last of those who wait may come back.
local blocked, queue = tonumber(stored[3] or 0), tonumber(stored[4] or 0)
local wait = 0

if ARGV[1] == 'block' then
  blocked = math.max(blocked, now + tonumber(ARGV[3]))
else
  local missing = tonumber(ARGV[3]) + 1 - level
  if ARGV[4] ~= '1' and (missing > 0 or blocked > now) then
    queue = math.max(queue, blocked, now + missing * step) + step
    wait = math.ceil(queue - now)
  else
    level = math.max(0, level - 1)
  end
end

redis.call('HSET', KEYS[1], 'level', tostring(level), 'at', tostring(now), 'blocked', tostring(blocked), 'queue', tostring(queue))
-- A bucket that nobody took from for a minute is full, and need not be kept.
redis.call('PEXPIRE', KEYS[1], math.ceil(math.max(60000, blocked - now, queue - now)) + 1000)
return wait
