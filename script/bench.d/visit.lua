-- wrk: opens one page as many people in turn. Arguments: file of «role<TAB>token» lines, role.
local cookies, at = {}, 0

function init(arguments)
  for line in io.lines(arguments[1]) do
    local role, token = line:match("^(%S+)\t(%S+)$")
    if role == arguments[2] then cookies[#cookies + 1] = "mayak=" .. token end
  end
end

function request()
  at = at % #cookies + 1
  return wrk.format("GET", nil, { Cookie = cookies[at] })
end

function done(summary, latency)
  local failed = summary.errors.status + summary.errors.timeout + summary.errors.read + summary.errors.connect
  io.write(string.format("RESULT %.1f %.1f %.1f %d %d\n", summary.requests * 1e6 / summary.duration,
    latency:percentile(50) / 1000, latency:percentile(99) / 1000, summary.requests, failed))
end
