-- Says that a process lives and what it does, or that it has gone; and who else lives.
--
-- KEYS[1]  the hash of an event's processes, cb:{event}:processes
-- ARGV     milliseconds of silence after which one counts as dead, id ('' to ask only), what it does (JSON; '' where
--          it goes), milliseconds for which nobody at all was heard, after which no silence counts
--
-- By this server's own clock: those of the machines may differ. The hash itself ends with the last of them.
-- Returns flat: id, what it does … of those that live.

local key, patience, id, does, quiet = KEYS[1], tonumber(ARGV[1]), ARGV[2], ARGV[3], tonumber(ARGV[4])
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local function say(who, what) redis.call('HSET', key, who, string.format('%.0f', now) .. '|' .. what) end

local known, all, latest = {}, redis.call('HGETALL', key), nil
for i = 1, #all, 2 do
  local at, said = string.match(all[i + 1], '^(%d+)|(.*)$')
  -- Much later than now: this server's clock was set back since.
  if now + patience > tonumber(at) then
    known[#known + 1] = { id = all[i], at = tonumber(at), said = said }
    latest = math.max(latest or 0, tonumber(at))
  elseif id ~= '' then redis.call('HDEL', key, all[i]) end
end
-- Then it was this server that could not be reached, and whoever lived until then is given its time anew.
local wasQuiet = latest and now - latest > quiet

local answer = {}
local function lives(who, what)
  answer[#answer + 1] = who
  answer[#answer + 1] = what
end
for _, one in ipairs(known) do
  if one.id ~= id then
    local last = wasQuiet and latest or now
    if last - one.at < patience then
      lives(one.id, one.said)
      if wasQuiet and id ~= '' then say(one.id, one.said) end
    elseif id ~= '' then redis.call('HDEL', key, one.id) end
  end
end
if id ~= '' then
  if does == '' then redis.call('HDEL', key, id)
  else
    say(id, does)
    lives(id, does)
  end
  redis.call('PEXPIRE', key, 10 * patience)
end
return answer
