<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>AboutDialog</name>
    <message>
        <source>About CCNet Studio</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>About</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Third-party software</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Licence</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy version and system</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the model card</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Version {version}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rescues photos taken in the dark, and lets you decide how their colours come back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The program is under the MIT licence.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The weights of the network are for &lt;b&gt;non-commercial use&lt;/b&gt; only, because of the photos they were made from. The model card tells which.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The method is that of:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Qt is used as a shared library under the LGPL; you may replace it with a version of your own.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MIT licence: https://opensource.org/license/mit</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>AdjustmentPanel</name>
    <message>
        <source>Amount</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>From the photo&apos;s own brightness to the brightened one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saturation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Strength of all colours; 0 % is grey.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Green – magenta</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Strength of greens and magentas alone.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Blue – yellow</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Strength of blues and yellows alone.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Strength</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How far the colours move towards the style.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add reference pictures…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Follow the colours of pictures of your own</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Brightness</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Colour</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Style</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reference {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reset {section}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reset brightness</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reset colour</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reset style</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Style {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Weight of {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove {name}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Canvas</name>
    <message>
        <source>Photo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Before</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>After</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>EngineThread</name>
    <message>
        <source>There is not enough memory. Close other programs.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loading the network</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Brightening</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Full-size detail</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Exporting {name}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ErrorDialog</name>
    <message>
        <source>Unexpected error</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Something went wrong that should not.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your photo is untouched and you can go on. If it happens again, export what you have and start the program anew. The report below helps to mend it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Report</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy report</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show log folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Errors since then, which are in the log: {count}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message>
        <source>Export {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>8 bits per channel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>16 bits per channel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Browse…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Replace the existing file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{width} × {height} pixels, the photo&apos;s own size, with its EXIF data, in sRGB</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Format</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quality</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Depth</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>File</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name a file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The folder {name} does not exist.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} is a folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} is the photo itself. Choose another name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} exists already. Tick the box, or choose another name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No file can have this name ({reason}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export as</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Help</name>
    <message>
        <source>Keyboard shortcuts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show log folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>About CCNet Studio</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No file manager could be started. The log is in {name}.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Open photo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add reference pictures</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The clipboard holds no picture. Copy one, or a picture&apos;s file, first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Another photo was opened meanwhile; {name} was not exported.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loading the network…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open recent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open sample</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add reference pictures…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paste picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reset all adjustments</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Preferences…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Actual pixels (1:1)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Before and after</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Toggle original (hold \ to peek)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tools</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>, 16 bits</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} was not brightened.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rendered in {ms:.0f} ms</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} is written ({seconds:.1f} s).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reset all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export under way</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An export is not finished.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop and close</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep exporting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>None yet</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ModelCardDialog</name>
    <message>
        <source>Model card</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} cannot be read ({reason}). Install the program anew.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Notice</name>
    <message>
        <source>{count} older</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PercentSlider</name>
    <message>
        <source>{tip}
Double-click to reset.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PreferencesDialog</name>
    <message>
        <source>Preferences</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Network</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Previe&amp;w size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tone and colours are decided at this size. Smaller is faster.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export begins with</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Window</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} (not here)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Device</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CPU threads</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Preview size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{size:g} megapixels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> MB</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Memory for brightened photos</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Load other…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use the shipped ones</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Device</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CPU &amp;threads</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Memory for photos</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Weights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Format</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As the photo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quality</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Depth</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{bits} bits per channel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Format</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Quality</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>De&amp;pth</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Language</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As the system</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Language</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Takes effect when the program is started again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shipped with the program</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Load weights</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ReferenceRow</name>
    <message>
        <source>How much of this reference is in the mix.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove this reference</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove {name}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ShortcutsDialog</name>
    <message>
        <source>Keyboard shortcuts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Command</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> or </source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>StyleButton</name>
    <message>
        <source>{name}: click to follow, Ctrl-click to mix with others</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Welcome</name>
    <message>
        <source>Drop a dark photo here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is brightened once; then you decide how its colours come back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open photo…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try the sample</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recent</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>_Line</name>
    <message>
        <source>Dismiss</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
