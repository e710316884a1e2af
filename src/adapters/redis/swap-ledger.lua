-- Puts a rewritten copy of the ledger in its place, with what was committed while it was copied.
--
-- KEYS[1]  the event's prefix, cb:{event}
-- KEYS[2]  the ledger, a stream
-- KEYS[3]  the copy
-- ARGV     the lock's token, the id of the last entry that was copied, n of moved references,
--          then n × reference as it was, as it is, then references that a fact has no more, each with its id
--
-- Returns { 1, id of the first entry that came while it was copied ('' for none) }, or { 0 } where another
-- process has the lock, and then nothing was changed.

local prefix, ledger, copy = KEYS[1], KEYS[2], KEYS[3]
if redis.call('GET', prefix .. ':ledger-lock') ~= ARGV[1] then return { 0 } end

local late = redis.call('XRANGE', ledger, '(' .. ARGV[2], '+')
for _, entry in ipairs(late) do redis.call('XADD', copy, entry[1], unpack(entry[2])) end

-- Freed by another thread: a rename over a long stream would free it here, while everybody waits.
redis.call('UNLINK', ledger)
redis.call('RENAME', copy, ledger)

local moved = 3 + 2 * tonumber(ARGV[3])
for i = moved + 1, #ARGV, 2 do redis.call('LREM', prefix .. ':about:' .. ARGV[i], 0, ARGV[i + 1]) end

for i = 4, moved, 2 do
  local from, to = prefix .. ':about:' .. ARGV[i], prefix .. ':about:' .. ARGV[i + 1]
  -- What was said of the new reference came later: the old one's go before it.
  for _, id in ipairs(redis.call('LRANGE', to, 0, -1)) do redis.call('RPUSH', from, id) end
  if redis.call('EXISTS', from) == 1 then redis.call('RENAME', from, to) end
end
return { 1, late[1] and late[1][1] or '' }
