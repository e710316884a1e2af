-- Takes facts out of the ledger and out of the lists of what is about something. Doing it twice is doing it once.
--
-- KEYS[1]  the event's prefix, cb:{event}   (every key below begins with it: one slot of a cluster)
-- KEYS[2]  the ledger, a stream
-- ARGV     n × id, n of references, reference…
--
-- Returns how many were there.

local prefix, ledger = KEYS[1], KEYS[2]
local cursor, dropped = 0, 0
local function take()
  cursor = cursor + 1
  return ARGV[cursor]
end

while cursor < #ARGV do
  local id = take()
  -- The oldest are at the head of each list, so that each is found at once.
  for i = 1, tonumber(take()) do redis.call('LREM', prefix .. ':about:' .. take(), 1, id) end
  dropped = dropped + redis.call('XDEL', ledger, id)
end
return dropped
