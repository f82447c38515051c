--[[
CCNet Studio as a target of darktable's export module.

Install: copy this file to ~/.config/darktable/lua/, and add a line
    require "ccnet"
to ~/.config/darktable/luarc. The command `ccnet` has to be on the PATH, or its path has to be told in the
preferences, under "Lua options".

Use: in the lighttable select photos, choose "CCNet Studio" as target storage and TIFF, 16 bit, as format.
darktable develops each photo into a temporary file, `ccnet enhance` brightens that, and the result is put
beside the original as NAME-ccnet.EXTENSION and imported. A file that is there is never replaced.
]]

local dt = require "darktable"

local MODULE = "ccnet"

dt.preferences.register(MODULE, "command", "string", "CCNet Studio: command",
  "the command line of CCNet Studio, such as /opt/ccnet/bin/ccnet", "ccnet")
dt.preferences.register(MODULE, "options", "string", "CCNet Studio: options",
  "what is added to `ccnet enhance`, such as --brighten 0.8 --style Desert", "")

local windows = dt.configuration.running_os == "windows"

-- An argument of the shell, whatever it holds.
local function quoted(text)
  if windows then
    return '"' .. text:gsub('"', "") .. '"'
  end
  return "'" .. text:gsub("'", "'\\''") .. "'"
end

local function exists(path)
  local file = io.open(path, "rb")
  if file then
    file:close()
  end
  return file ~= nil
end

-- A name beside the original that is free.
local function target_for(image, exported)
  local stem = image.filename:match("^(.*)%.[^.]*$") or image.filename
  local suffix = exported:match("%.([^.]*)$") or "tif"
  local number = 1
  while true do
    local mark = number == 1 and "" or "-" .. number
    local path = image.path .. "/" .. stem .. "-ccnet" .. mark .. "." .. suffix
    if not exists(path) then
      return path
    end
    number = number + 1
  end
end

-- darktable has written a photo to a temporary file.
local function store(_, image, _, exported, number, total)
  dt.print(string.format("CCNet Studio: %d of %d", number, total))
  local target = target_for(image, exported)
  local command = table.concat({
    quoted(dt.preferences.read(MODULE, "command", "string")), "enhance", quoted(exported),
    "--output", quoted(target), dt.preferences.read(MODULE, "options", "string"),
  }, " ")
  if windows then
    -- cmd takes off the outer quotes.
    command = '"' .. command .. '"'
  end
  local done = os.execute(command)
  os.remove(exported)
  if (done == true or done == 0) and exists(target) then
    dt.database.import(target)
  else
    dt.print("CCNet Studio could not brighten " .. image.filename)
    dt.print_error("failed: " .. command)
  end
end

-- Formats that `ccnet` writes, too.
local function supported(_, format)
  local extension = format.extension:lower()
  return extension == "tif" or extension == "tiff" or extension == "png" or extension == "jpg"
end

dt.register_storage(MODULE, "CCNet Studio", store, nil, supported)
