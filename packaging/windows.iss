; The installer for Windows, by Inno Setup 6: https://jrsoftware.org/ishelp/. Not tried yet.
; ISCC.exe -DVersion=0.1.0 packaging\windows.iss, after PyInstaller has made build\packed\ccnet-studio.
#ifndef Version
  #error Say which version: -DVersion=0.1.0
#endif

[Setup]
AppId={{5E0B5D0C-52C0-4C56-9C5C-0F6E9B1D7A31}
AppName=CCNet Studio
AppVersion={#Version}
AppPublisher=The CCNet Studio authors
DefaultDirName={autopf}\CCNet Studio
DefaultGroupName=CCNet Studio
; For this person alone, without an administrator, unless another is chosen.
PrivilegesRequired=lowest
PrivilegesRequiredOverridesAllowed=dialog
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
SourceDir=..
LicenseFile=LICENSE
OutputDir=dist
OutputBaseFilename=CCNet_Studio-{#Version}-windows-x64-setup
Compression=lzma2
SolidCompression=yes
UninstallDisplayIcon={app}\ccnet-studio.exe
WizardStyle=modern

[Languages]
Name: "en"; MessagesFile: "compiler:Default.isl"
Name: "de"; MessagesFile: "compiler:Languages\German.isl"

[InstallDelete]
; What an earlier version had, and this one has not.
Type: filesandordirs; Name: "{app}\_internal"

[Files]
Source: "build\packed\ccnet-studio\*"; DestDir: "{app}"; Flags: ignoreversion recursesubdirs

[Icons]
Name: "{autoprograms}\CCNet Studio"; Filename: "{app}\ccnet-studio.exe"

[Registry]
; "Open with" of photos offers the program; what a double click opens stays.
Root: HKA; Subkey: "Software\Classes\Applications\ccnet-studio.exe\shell\open\command"; ValueType: string; ValueData: """{app}\ccnet-studio.exe"" ""%1"""; Flags: uninsdeletekey

[Run]
Filename: "{app}\ccnet-studio.exe"; Description: "{cm:LaunchProgram,CCNet Studio}"; Flags: nowait postinstall skipifsilent
