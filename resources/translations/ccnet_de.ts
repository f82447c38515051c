<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE">
<context>
    <name>AboutDialog</name>
    <message>
        <source>About CCNet Studio</source>
        <translation>Über CCNet Studio</translation>
    </message>
    <message>
        <source>About</source>
        <translation>Über</translation>
    </message>
    <message>
        <source>Model card</source>
        <translation>Modellkarte</translation>
    </message>
    <message>
        <source>Third-party software</source>
        <translation>Software Dritter</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>Lizenz</translation>
    </message>
    <message>
        <source>Copy version and system</source>
        <translation>Version und System kopieren</translation>
    </message>
    <message>
        <source>Version {version}</source>
        <translation>Version {version}</translation>
    </message>
    <message>
        <source>Rescues photos taken in the dark, and lets you decide how their colours come back.</source>
        <translation>Rettet Fotos, die im Dunkeln entstanden sind, und lässt Sie entscheiden, wie ihre Farben zurückkehren.</translation>
    </message>
    <message>
        <source>The program is under the MIT licence.</source>
        <translation>Das Programm steht unter der MIT-Lizenz.</translation>
    </message>
    <message>
        <source>The weights of the network are for &lt;b&gt;non-commercial use&lt;/b&gt; only, because of the photos they were made from. The model card tells which.</source>
        <translation>Die Gewichte des Netzes sind nur für die &lt;b&gt;nichtkommerzielle Nutzung&lt;/b&gt; bestimmt, wegen der Fotos, aus denen sie entstanden sind. Welche das sind, sagt die Modellkarte.</translation>
    </message>
    <message>
        <source>The method is that of:</source>
        <translation>Das Verfahren stammt aus:</translation>
    </message>
    <message>
        <source>{name} cannot be read ({reason}). Install the program anew.</source>
        <translation>{name} lässt sich nicht lesen ({reason}). Installieren Sie das Programm neu.</translation>
    </message>
    <message>
        <source>read</source>
        <translation>lesen</translation>
    </message>
    <message>
        <source>Qt is used as a shared library under the LGPL; you may replace it with a version of your own.</source>
        <translation>Qt wird als dynamische Bibliothek unter der LGPL verwendet; Sie dürfen es durch eine eigene Fassung ersetzen.</translation>
    </message>
    <message>
        <source>MIT licence: https://opensource.org/license/mit</source>
        <translation>MIT-Lizenz: https://opensource.org/license/mit</translation>
    </message>
</context>
<context>
    <name>AdjustmentPanel</name>
    <message>
        <source>{name}: click to apply, Ctrl-click to mix with others</source>
        <translation>{name}: Klick wendet an, Strg+Klick mischt mit anderen</translation>
    </message>
    <message>
        <source>Add reference pictures…</source>
        <translation>Referenzbilder hinzufügen…</translation>
    </message>
    <message>
        <source>Match the colours of pictures of your own</source>
        <translation>Die Farben an eigene Bilder angleichen</translation>
    </message>
    <message>
        <source>White balance picker</source>
        <translation>Weißabgleich-Pipette</translation>
    </message>
    <message>
        <source>Click on something in the photo that should be neutral grey (W)</source>
        <translation>Klicken Sie im Foto auf etwas, das neutralgrau sein soll (W)</translation>
    </message>
    <message>
        <source>Set white balance by the photo itself; warm light stays a little warm (Ctrl+Shift+U)</source>
        <translation>Den Weißabgleich aus dem Foto selbst bestimmen; warmes Licht bleibt ein wenig warm (Strg+Umschalt+U)</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Exportieren…</translation>
    </message>
    <message>
        <source>Colour</source>
        <translation>Farbe</translation>
    </message>
    <message>
        <source>Style</source>
        <translation>Stil</translation>
    </message>
    <message>
        <source>Presets</source>
        <translation>Vorgaben</translation>
    </message>
    <message>
        <source>Reference {name}</source>
        <translation>Referenz {name}</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Licht</translation>
    </message>
    <message>
        <source>Reset light</source>
        <translation>Licht zurücksetzen</translation>
    </message>
    <message>
        <source>Reset {section}</source>
        <translation>{section} zurücksetzen</translation>
    </message>
    <message>
        <source>Reset colour</source>
        <translation>Farbe zurücksetzen</translation>
    </message>
    <message>
        <source>The lens of this photo is not known.</source>
        <translation>Das Objektiv dieses Fotos ist nicht bekannt.</translation>
    </message>
    <message>
        <source>Detail</source>
        <translation>Details</translation>
    </message>
    <message>
        <source>Tone curve</source>
        <translation>Gradationskurve</translation>
    </message>
    <message>
        <source>Auto</source>
        <translation>Auto</translation>
    </message>
    <message>
        <source>Auto white balance</source>
        <translation>Automatischer Weißabgleich</translation>
    </message>
    <message>
        <source>Colour mixer</source>
        <translation>Farbmischer</translation>
    </message>
    <message>
        <source>Looks</source>
        <translation>Looks</translation>
    </message>
    <message>
        <source>Lens</source>
        <translation>Objektiv</translation>
    </message>
    <message>
        <source>Snapshots</source>
        <translation>Schnappschüsse</translation>
    </message>
    <message>
        <source>Reset style</source>
        <translation>Stil zurücksetzen</translation>
    </message>
    <message>
        <source>Reset detail</source>
        <translation>Details zurücksetzen</translation>
    </message>
    <message>
        <source>Choose a style or add a reference picture first.</source>
        <translation>Wählen Sie zuerst einen Stil, oder fügen Sie ein Referenzbild hinzu.</translation>
    </message>
    <message>
        <source>Part of {name}</source>
        <translation>Teil von {name}</translation>
    </message>
    <message>
        <source>By colours</source>
        <translation>Nach Farben</translation>
    </message>
    <message>
        <source>Simple</source>
        <translation>Einfach</translation>
    </message>
    <message>
        <source>Main colours move apart: sky by sky, ground by ground</source>
        <translation>Hauptfarben folgen einzeln: Himmel dem Himmel, Boden dem Boden</translation>
    </message>
    <message>
        <source>All colours move alike, as under another light</source>
        <translation>Alle Farben verschieben sich gleich, wie in anderem Licht</translation>
    </message>
    <message>
        <source>Styles</source>
        <translation>Stile</translation>
    </message>
    <message>
        <source>White balance</source>
        <translation>Weißabgleich</translation>
    </message>
    <message>
        <source>Reset white balance</source>
        <translation>Weißabgleich zurücksetzen</translation>
    </message>
    <message>
        <source>Reset lens</source>
        <translation>Objektiv zurücksetzen</translation>
    </message>
    <message>
        <source>Reset tone curve</source>
        <translation>Gradationskurve zurücksetzen</translation>
    </message>
    <message>
        <source>Reset colour mixer</source>
        <translation>Farbmischer zurücksetzen</translation>
    </message>
    <message>
        <source>Remove all looks</source>
        <translation>Alle Looks entfernen</translation>
    </message>
    <message>
        <source>Styles that are followed simply do not know skin.</source>
        <translation>Ein einfacher Stil kennt keine Haut.</translation>
    </message>
    <message>
        <source>Simple style</source>
        <translation>Einfacher Stil</translation>
    </message>
    <message>
        <source>Style by colours</source>
        <translation>Stil nach Farben</translation>
    </message>
    <message>
        <source>{name} on</source>
        <translation>{name} an</translation>
    </message>
    <message>
        <source>{name} off</source>
        <translation>{name} aus</translation>
    </message>
    <message>
        <source>Take {name} out of the mix</source>
        <translation>{name} aus der Mischung nehmen</translation>
    </message>
    <message>
        <source>Mix in {name}</source>
        <translation>{name} beimischen</translation>
    </message>
    <message>
        <source>Style {name}</source>
        <translation>Stil {name}</translation>
    </message>
    <message>
        <source>Share of {name} {percent:.0f} %</source>
        <translation>Anteil von {name} {percent:.0f} %</translation>
    </message>
    <message>
        <source>Remove {name}</source>
        <translation>{name} entfernen</translation>
    </message>
</context>
<context>
    <name>AdjustmentSlider</name>
    <message>
        <source>{tip}
A double click resets, or the Delete key.</source>
        <translation>{tip}
Ein Doppelklick setzt zurück, oder die Taste Entf.</translation>
    </message>
</context>
<context>
    <name>AutoWhite</name>
    <message>
        <source>The photo has this white balance already.</source>
        <translation>Das Foto hat diesen Weißabgleich bereits.</translation>
    </message>
    <message>
        <source>Auto white balance</source>
        <translation>Automatischer Weißabgleich</translation>
    </message>
</context>
<context>
    <name>Autosave</name>
    <message>
        <source>It is left as it is; changes to this photo last only while the program runs.</source>
        <translation>Sie bleibt, wie sie ist; Änderungen an diesem Foto halten nur, solange das Programm läuft.</translation>
    </message>
    <message>
        <source>Something else was decided about {name}, too, and is kept in {file}.</source>
        <translation>Für {name} wurde auch anderes entschieden; es steht in {file}.</translation>
    </message>
    <message>
        <source>Flags and snapshots stay as they were.</source>
        <translation>Markierungen und Schnappschüsse bleiben, wie sie waren.</translation>
    </message>
    <message>
        <source>Until then changes last only while the program runs.</source>
        <translation>Bis dahin halten Änderungen nur, solange das Programm läuft.</translation>
    </message>
    <message>
        <source>{name} was changed in another window or program, too. What you decide here is kept beside it, in {file}.</source>
        <translation>{name} wurde auch in einem anderen Fenster oder Programm geändert. Was Sie hier entscheiden, wird daneben in {file} aufbewahrt.</translation>
    </message>
</context>
<context>
    <name>BatchDialog</name>
    <message>
        <source>Batch</source>
        <translation>Stapelverarbeitung</translation>
    </message>
    <message>
        <source>Starting…</source>
        <translation>Wird gestartet…</translation>
    </message>
    <message>
        <source>A folder for the results</source>
        <translation>Ein Ordner für die Ergebnisse</translation>
    </message>
    <message>
        <source>{name}, {number} and {date} are filled in for each photo</source>
        <translation>{name}, {number} und {date} werden für jedes Foto eingesetzt</translation>
    </message>
    <message>
        <source>{name}, {number} and {date} are filled in</source>
        <translation>{name}, {number} und {date} werden eingesetzt</translation>
    </message>
    <message>
        <source>Rename (add number)</source>
        <translation>Umbenennen (Nummer anhängen)</translation>
    </message>
    <message>
        <source>Skip</source>
        <translation>Überspringen</translation>
    </message>
    <message>
        <source>Same as original</source>
        <translation>Wie Original</translation>
    </message>
    <message>
        <source>Depth of the photo</source>
        <translation>Tiefe des Fotos</translation>
    </message>
    <message>
        <source>{bits} bits per channel</source>
        <translation>{bits} Bit pro Kanal</translation>
    </message>
    <message>
        <source>Depth</source>
        <translation>Farbtiefe</translation>
    </message>
    <message>
        <source>Shar&amp;pen</source>
        <translation>Sch&amp;ärfen</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>Farbraum</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Metadata</source>
        <translation>Metadaten</translation>
    </message>
    <message>
        <source>Progress of the batch</source>
        <translation>Fortschritt der Stapelverarbeitung</translation>
    </message>
    <message>
        <source>Remove the selected photos; Ctrl+A selects all</source>
        <translation>Die gewählten Fotos entfernen; Strg+A wählt alle</translation>
    </message>
    <message>
        <source>Add photos</source>
        <translation>Fotos hinzufügen</translation>
    </message>
    <message>
        <source>Add the photos of a folder</source>
        <translation>Fotos eines Ordners hinzufügen</translation>
    </message>
    <message>
        <source>&amp;Browse…</source>
        <translation>&amp;Durchsuchen…</translation>
    </message>
    <message>
        <source>Replace an earlier result (never a photo)</source>
        <translation>Ein früheres Ergebnis ersetzen (nie ein Foto)</translation>
    </message>
    <message>
        <source>Auto &amp;white balance</source>
        <translation>Automatischer &amp;Weißabgleich</translation>
    </message>
    <message>
        <source>Of each photo by itself, unless it keeps adjustments of its own</source>
        <translation>Je Foto aus ihm selbst, außer es hat eigene Anpassungen</translation>
    </message>
    <message>
        <source>Series without flic&amp;ker</source>
        <translation>Serie ohne Flac&amp;kern</translation>
    </message>
    <message>
        <source>Frames of a time-lapse or burst: one exposure runs smoothly through them, and between frames with adjustments of their own these change evenly</source>
        <translation>Bilder eines Zeitraffers oder einer Serie: Eine Belichtung läuft gleichmäßig durch sie, und zwischen Bildern mit eigenen Anpassungen ändern diese sich stetig</translation>
    </message>
    <message>
        <source>&amp;Quality</source>
        <translation>&amp;Qualität</translation>
    </message>
    <message>
        <source>&amp;Folder</source>
        <translation>&amp;Ordner</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>&amp;Name</translation>
    </message>
    <message>
        <source>If a file e&amp;xists</source>
        <translation>Wenn eine Datei e&amp;xistiert</translation>
    </message>
    <message>
        <source>Preset</source>
        <translation>Vorgabe</translation>
    </message>
    <message>
        <source>F&amp;ormat</source>
        <translation>&amp;Format</translation>
    </message>
    <message>
        <source>Ad&amp;justments</source>
        <translation>&amp;Anpassungen</translation>
    </message>
    <message>
        <source>S&amp;how folder</source>
        <translation>Ordner &amp;zeigen</translation>
    </message>
    <message>
        <source>&amp;Close</source>
        <translation>S&amp;chließen</translation>
    </message>
    <message>
        <source>Canc&amp;el</source>
        <translation>A&amp;bbrechen</translation>
    </message>
    <message>
        <source>&amp;Start</source>
        <translation>&amp;Starten</translation>
    </message>
    <message>
        <source>&amp;Include subfolders</source>
        <translation>Mit &amp;Unterordnern</translation>
    </message>
    <message>
        <source>&amp;Add photos…</source>
        <translation>Fotos &amp;hinzufügen…</translation>
    </message>
    <message>
        <source>Add fol&amp;der…</source>
        <translation>O&amp;rdner hinzufügen…</translation>
    </message>
    <message>
        <source>Add the fil&amp;mstrip</source>
        <translation>F&amp;ilmstreifen hinzufügen</translation>
    </message>
    <message>
        <source>All photos of the window&apos;s filmstrip</source>
        <translation>Alle Fotos im Filmstreifen des Fensters</translation>
    </message>
    <message>
        <source>&amp;Remove</source>
        <translation>&amp;Entfernen</translation>
    </message>
    <message>
        <source>The filmstrip is empty. Open photos in the window, or add them here.</source>
        <translation>Der Filmstreifen ist leer. Öffnen Sie Fotos im Fenster, oder fügen Sie sie hier hinzu.</translation>
    </message>
    <message>
        <source>Folder for the results</source>
        <translation>Ordner für die Ergebnisse</translation>
    </message>
    <message>
        <source>there are no photos yet</source>
        <translation>Es sind noch keine Fotos da</translation>
    </message>
    <message>
        <source>Add some, or drop them here.</source>
        <translation>Fügen Sie welche hinzu, oder ziehen Sie sie hierher.</translation>
    </message>
    <message>
        <source>the results need a folder</source>
        <translation>Die Ergebnisse brauchen einen Ordner</translation>
    </message>
    <message>
        <source>Choose one.</source>
        <translation>Wählen Sie einen.</translation>
    </message>
    <message>
        <source>the chosen adjustments are gone: they were deleted or renamed</source>
        <translation>die gewählten Anpassungen gibt es nicht mehr: sie wurden gelöscht oder umbenannt</translation>
    </message>
    <message>
        <source>Choose others.</source>
        <translation>Wählen Sie andere.</translation>
    </message>
    <message>
        <source>Looking for photos…</source>
        <translation>Fotos werden gesucht…</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>Wird angehalten…</translation>
    </message>
    <message>
        <source>Photo {number} of {count}: {name}</source>
        <translation>Foto {number} von {count}: {name}</translation>
    </message>
    <message>
        <source>{written} written, {skipped} skipped, {failed} failed.</source>
        <translation>{written} geschrieben, {skipped} übersprungen, {failed} fehlgeschlagen.</translation>
    </message>
    <message>
        <source>Stopped:</source>
        <translation>Angehalten:</translation>
    </message>
    <message>
        <source>Done:</source>
        <translation>Fertig:</translation>
    </message>
    <message>
        <source>{count} more failed; the table tells why.</source>
        <translation>{count} weitere sind fehlgeschlagen; die Tabelle nennt den Grund.</translation>
    </message>
</context>
<context>
    <name>BatchTable</name>
    <message>
        <source>Photos</source>
        <translation>Fotos</translation>
    </message>
    <message>
        <source>Photo</source>
        <translation>Foto</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>Ergebnis</translation>
    </message>
    <message>
        <source>Drop photos or folders here</source>
        <translation>Fotos oder Ordner hierher ziehen</translation>
    </message>
    <message>
        <source>Queued</source>
        <translation>Wartet</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>Skipped</source>
        <translation>Übersprungen</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Show folder</source>
        <translation>Ordner zeigen</translation>
    </message>
</context>
<context>
    <name>BeforeAfter</name>
    <message>
        <source>The sample, before and after</source>
        <translation>Das Beispiel, vorher und nachher</translation>
    </message>
    <message>
        <source>Try the sample</source>
        <translation>Beispiel ausprobieren</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>Vorher</translation>
    </message>
    <message>
        <source>After</source>
        <translation>Nachher</translation>
    </message>
</context>
<context>
    <name>Canvas</name>
    <message>
        <source>Photo</source>
        <translation>Foto</translation>
    </message>
    <message>
        <source>Original</source>
        <translation>Original</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>Vorher</translation>
    </message>
    <message>
        <source>After</source>
        <translation>Nachher</translation>
    </message>
</context>
<context>
    <name>Clipboard</name>
    <message>
        <source>There is no result to copy yet. Wait until the photo is bright.</source>
        <translation>Es gibt noch kein Ergebnis zum Kopieren. Warten Sie, bis das Foto hell ist.</translation>
    </message>
    <message>
        <source>Settings copied. Paste them onto another photo with Ctrl+Shift+V.</source>
        <translation>Einstellungen kopiert. Fügen Sie sie mit Strg+Umschalt+V in ein anderes Foto ein.</translation>
    </message>
    <message>
        <source>Paste colours only</source>
        <translation>Nur Farben einfügen</translation>
    </message>
    <message>
        <source>Paste crop only</source>
        <translation>Nur Zuschnitt einfügen</translation>
    </message>
    <message>
        <source>Paste masks only</source>
        <translation>Nur Masken einfügen</translation>
    </message>
    <message>
        <source>The clipboard holds no settings that can be read. Copy those of a photo first.</source>
        <translation>Die Zwischenablage enthält keine lesbaren Einstellungen. Kopieren Sie zuerst die eines Fotos.</translation>
    </message>
    <message>
        <source>The photo has these settings already.</source>
        <translation>Das Foto hat diese Einstellungen schon.</translation>
    </message>
    <message>
        <source>Paste settings</source>
        <translation>Einstellungen einfügen</translation>
    </message>
    <message>
        <source>{name} is copied at full size, {width} × {height} pixels.</source>
        <translation>{name} ist in voller Größe kopiert, {width} × {height} Pixel.</translation>
    </message>
    <message>
        <source>Settings pasted</source>
        <translation>Einstellungen eingefügt</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
</context>
<context>
    <name>ClippingMark</name>
    <message>
        <source>{percent} %</source>
        <translation>{percent} %</translation>
    </message>
    <message>
        <source>under {percent} %</source>
        <translation>unter {percent} %</translation>
    </message>
    <message>
        <source>{name}: {amount} of the pixels, in one channel or more</source>
        <translation>{name}: {amount} der Pixel, in mindestens einem Kanal</translation>
    </message>
    <message>
        <source>{text}
Click to mark them in the picture (J).</source>
        <translation>{text}
Ein Klick markiert sie im Bild (J).</translation>
    </message>
</context>
<context>
    <name>Closing</name>
    <message>
        <source>Changes to {name} cannot be saved.</source>
        <translation>Änderungen an {name} können nicht gespeichert werden.</translation>
    </message>
    <message>
        <source>Changes to {count} photos cannot be saved.</source>
        <translation>Änderungen an {count} Fotos können nicht gespeichert werden.</translation>
    </message>
    <message>
        <source>One pasted picture is not saved. Export it to keep it.</source>
        <translation>Ein eingefügtes Bild ist nicht gespeichert. Exportieren Sie es, um es zu behalten.</translation>
    </message>
    <message>
        <source>{count} pasted pictures are not saved. Export them to keep them.</source>
        <translation>{count} eingefügte Bilder sind nicht gespeichert. Exportieren Sie sie, um sie zu behalten.</translation>
    </message>
    <message>
        <source>Close anyway?</source>
        <translation>Trotzdem schließen?</translation>
    </message>
    <message>
        <source>Not everything is saved</source>
        <translation>Nicht alles ist gespeichert</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Keep open</source>
        <translation>Geöffnet lassen</translation>
    </message>
</context>
<context>
    <name>ColourPicker</name>
    <message>
        <source>Drag up or down on a colour in the photo; Escape ends this.</source>
        <translation>Auf einer Farbe im Foto nach oben oder unten ziehen; Escape beendet das.</translation>
    </message>
    <message>
        <source>This is nearly grey. Drag on a colour.</source>
        <translation>Das ist fast grau. Auf einer Farbe ziehen.</translation>
    </message>
</context>
<context>
    <name>Controls</name>
    <message>
        <source>Brighten</source>
        <translation>Aufhellen</translation>
    </message>
    <message>
        <source>0 % is the photo itself, 100 % what the network makes of it; more is more of the same.</source>
        <translation>0 % ist das Foto selbst, 100 % das, was das Netz daraus macht; mehr ist mehr davon.</translation>
    </message>
    <message>
        <source>Exposure</source>
        <translation>Belichtung</translation>
    </message>
    <message>
        <source>Stops of light, more or less; highlights are compressed, not cut.</source>
        <translation>Blendenstufen mehr oder weniger Licht; Lichter werden gestaucht, nicht beschnitten.</translation>
    </message>
    <message>
        <source>Contrast</source>
        <translation>Kontrast</translation>
    </message>
    <message>
        <source>To the left light and dark come closer, to the right they part.</source>
        <translation>Nach links rücken Hell und Dunkel zusammen, nach rechts auseinander.</translation>
    </message>
    <message>
        <source>Highlights</source>
        <translation>Lichter</translation>
    </message>
    <message>
        <source>To the left bright areas get the photo&apos;s own tone and colour back, to the right they shine.</source>
        <translation>Nach links bekommen helle Bereiche Ton und Farbe des Fotos zurück, nach rechts leuchten sie.</translation>
    </message>
    <message>
        <source>Shadows</source>
        <translation>Tiefen</translation>
    </message>
    <message>
        <source>To the left dark areas deepen, to the right they open; black stays black.</source>
        <translation>Nach links werden dunkle Bereiche tiefer, nach rechts öffnen sie sich; Schwarz bleibt schwarz.</translation>
    </message>
    <message>
        <source>Whites</source>
        <translation>Weiß</translation>
    </message>
    <message>
        <source>To the left the brightest tones keep away from white, to the right they approach it.</source>
        <translation>Nach links bleiben die hellsten Töne von Weiß fern, nach rechts nähern sie sich ihm.</translation>
    </message>
    <message>
        <source>Blacks</source>
        <translation>Schwarz</translation>
    </message>
    <message>
        <source>To the left the darkest tones deepen, to the right they lift.</source>
        <translation>Nach links werden die dunkelsten Töne tiefer, nach rechts heben sie sich.</translation>
    </message>
    <message>
        <source>Clarity</source>
        <translation>Klarheit</translation>
    </message>
    <message>
        <source>To the left structure of middle size softens, to the right it stands out.</source>
        <translation>Nach links wird Struktur mittlerer Größe weicher, nach rechts tritt sie hervor.</translation>
    </message>
    <message>
        <source>Range</source>
        <translation>Tonumfang</translation>
    </message>
    <message>
        <source>How far bright and dark places are brought closer together, so that both show detail: to the left the contrast stays, to the right it gets flat. Untouched, as it suits the photo.</source>
        <translation>Wie weit helle und dunkle Stellen einander angenähert werden, damit beide Zeichnung zeigen: links bleibt der Kontrast, rechts wird er flach. Unberührt so, wie es zum Foto passt.</translation>
    </message>
    <message>
        <source>Temp</source>
        <translation>Temperatur</translation>
    </message>
    <message>
        <source>To the left the light gets bluer, to the right warmer.</source>
        <translation>Nach links wird das Licht bläulicher, nach rechts wärmer.</translation>
    </message>
    <message>
        <source>Tint</source>
        <translation>Tonung</translation>
    </message>
    <message>
        <source>To the left the light gets greener, to the right more magenta.</source>
        <translation>Nach links wird das Licht grüner, nach rechts mehr magenta.</translation>
    </message>
    <message>
        <source>Saturation</source>
        <translation>Sättigung</translation>
    </message>
    <message>
        <source>Strength of all colours; 0 % is grey.</source>
        <translation>Stärke aller Farben; 0 % ist grau.</translation>
    </message>
    <message>
        <source>Vibrance</source>
        <translation>Dynamik</translation>
    </message>
    <message>
        <source>Strength of weak colours; vivid ones stay as they are.</source>
        <translation>Stärke der schwachen Farben; kräftige bleiben, wie sie sind.</translation>
    </message>
    <message>
        <source>Greens, magentas</source>
        <translation>Grün, Magenta</translation>
    </message>
    <message>
        <source>Saturation of greens and magentas alone; 0 % takes them away.</source>
        <translation>Sättigung der Grün- und Magentatöne allein; 0 % nimmt sie weg.</translation>
    </message>
    <message>
        <source>Blues, yellows</source>
        <translation>Blau, Gelb</translation>
    </message>
    <message>
        <source>Saturation of blues and yellows alone; 0 % takes them away.</source>
        <translation>Sättigung der Blau- und Gelbtöne allein; 0 % nimmt sie weg.</translation>
    </message>
    <message>
        <source>Strength</source>
        <translation>Stärke</translation>
    </message>
    <message>
        <source>How far the colours move towards the style.</source>
        <translation>Wie weit sich die Farben dem Stil nähern.</translation>
    </message>
    <message>
        <source>Protect skin</source>
        <translation>Haut schonen</translation>
    </message>
    <message>
        <source>How far colours such as skin has keep out of the style.</source>
        <translation>Wie weit Farben, wie Haut sie hat, vom Stil ausgenommen bleiben.</translation>
    </message>
    <message>
        <source>Match luminance</source>
        <translation>Helligkeit angleichen</translation>
    </message>
    <message>
        <source>Brings light and dark towards the style&apos;s, too.</source>
        <translation>Nähert auch Hell und Dunkel dem Stil an.</translation>
    </message>
    <message>
        <source>Lens correction</source>
        <translation>Objektivkorrektur</translation>
    </message>
    <message>
        <source>Straightens lines, brightens corners and takes away coloured edges, as is known of the lens of a camera raw file.</source>
        <translation>Macht Linien gerade, hellt Ecken auf und entfernt Farbsäume, wie es vom Objektiv einer RAW-Datei bekannt ist.</translation>
    </message>
    <message>
        <source>Luminance noise</source>
        <translation>Bildrauschen</translation>
    </message>
    <message>
        <source>How much of the grain is taken away; untouched, as it suits the photo&apos;s noise.</source>
        <translation>Wie viel vom Korn entfernt wird; unberührt so, wie es zum Rauschen des Fotos passt.</translation>
    </message>
    <message>
        <source>Colour noise</source>
        <translation>Farbrauschen</translation>
    </message>
    <message>
        <source>How much of colour blotches is taken away; untouched, as it suits the photo&apos;s noise.</source>
        <translation>Wie viel von Farbflecken entfernt wird; unberührt so, wie es zum Rauschen des Fotos passt.</translation>
    </message>
    <message>
        <source>Detail</source>
        <translation>Details</translation>
    </message>
    <message>
        <source>How much fine structure comes back that went with the grain; untouched, as it suits the photo.</source>
        <translation>Wie viel feine Struktur zurückkommt, die mit dem Korn ging; unberührt so, wie es zum Foto passt.</translation>
    </message>
    <message>
        <source>Sharpen</source>
        <translation>Schärfen</translation>
    </message>
    <message>
        <source>How crisp the finest structure is at full size; edges get no halo, grain stays soft.</source>
        <translation>Wie scharf die feinste Struktur in voller Größe ist; Kanten bekommen keinen Saum, Korn bleibt weich.</translation>
    </message>
    <message>
        <source>Style</source>
        <translation>Stil</translation>
    </message>
    <message>
        <source>To the left a style that is followed by colours gives way here, to the right it doubles.</source>
        <translation>Nach links weicht ein Stil nach Farben hier zurück, nach rechts verdoppelt er sich.</translation>
    </message>
    <message>
        <source>To the left more of the grain stays here, to the right more of it is taken away.</source>
        <translation>Nach links bleibt hier mehr vom Korn, nach rechts wird mehr davon entfernt.</translation>
    </message>
    <message>
        <source>To the left more colour blotches stay here, to the right more are taken away.</source>
        <translation>Nach links bleiben hier mehr Farbflecken, nach rechts werden mehr entfernt.</translation>
    </message>
    <message>
        <source>To the left less fine structure comes back here, to the right more.</source>
        <translation>Nach links kommt hier weniger feine Struktur zurück, nach rechts mehr.</translation>
    </message>
    <message>
        <source>To the left it is sharpened less here, to the right more; edges get no halo.</source>
        <translation>Nach links wird hier weniger geschärft, nach rechts mehr; Kanten bekommen keinen Saum.</translation>
    </message>
</context>
<context>
    <name>CropPanel</name>
    <message>
        <source>Reset</source>
        <translation>Zurücksetzen</translation>
    </message>
    <message>
        <source>Show all of the photo again, as it is stored</source>
        <translation>Wieder das ganze Foto zeigen, wie es gespeichert ist</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Leave the photo as it was (Escape)</source>
        <translation>Das Foto lassen, wie es war (Esc)</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>Take the frame (Enter)</source>
        <translation>Den Rahmen übernehmen (Eingabetaste)</translation>
    </message>
    <message>
        <source>Reset crop</source>
        <translation>Zuschnitt zurücksetzen</translation>
    </message>
    <message>
        <source>{width} × {height} pixels</source>
        <translation>{width} × {height} Pixel</translation>
    </message>
    <message>
        <source>Aspect ratio</source>
        <translation>Seitenverhältnis</translation>
    </message>
    <message>
        <source>Free</source>
        <translation>Frei</translation>
    </message>
    <message>
        <source>Original</source>
        <translation>Original</translation>
    </message>
    <message>
        <source>Own ratio</source>
        <translation>Eigenes Verhältnis</translation>
    </message>
    <message>
        <source>Swap width and height (X)</source>
        <translation>Breite und Höhe tauschen (X)</translation>
    </message>
    <message>
        <source>Swap width and height</source>
        <translation>Breite und Höhe tauschen</translation>
    </message>
    <message>
        <source>Width</source>
        <translation>Breite</translation>
    </message>
    <message>
        <source>Height</source>
        <translation>Höhe</translation>
    </message>
    <message>
        <source>Angle</source>
        <translation>Winkel</translation>
    </message>
    <message>
        <source>Turns the photo until what is to be level is level.</source>
        <translation>Dreht das Foto, bis gerade ist, was gerade sein soll.</translation>
    </message>
    <message>
        <source>Level by a line</source>
        <translation>An einer Linie ausrichten</translation>
    </message>
    <message>
        <source>Draw a line in the photo along the horizon or an edge; Ctrl and a drag do the same</source>
        <translation>Im Foto eine Linie am Horizont oder an einer Kante entlang ziehen; mit Strg geht das jederzeit</translation>
    </message>
    <message>
        <source>Straighten</source>
        <translation>Gerade richten</translation>
    </message>
    <message>
        <source>Rotate and flip</source>
        <translation>Drehen und spiegeln</translation>
    </message>
    <message>
        <source>Drag a side or corner to crop, inside to move the frame, outside to turn the photo.</source>
        <translation>An Seite oder Ecke ziehen beschneidet, innen ziehen verschiebt den Rahmen, außen ziehen dreht das Foto.</translation>
    </message>
    <message>
        <source>Straighten {degrees}</source>
        <translation>Gerade richten {degrees}</translation>
    </message>
</context>
<context>
    <name>CropView</name>
    <message>
        <source>Crop frame</source>
        <translation>Zuschnittrahmen</translation>
    </message>
    <message>
        <source>Move frame</source>
        <translation>Rahmen verschieben</translation>
    </message>
    <message>
        <source>Straighten</source>
        <translation>Gerade richten</translation>
    </message>
    <message>
        <source>{width} × {height} pixels at {x}, {y}</source>
        <translation>{width} × {height} Pixel bei {x}, {y}</translation>
    </message>
</context>
<context>
    <name>Cropping</name>
    <message>
        <source>Reset crop</source>
        <translation>Zuschnitt zurücksetzen</translation>
    </message>
    <message>
        <source>Straighten {degrees}</source>
        <translation>Gerade richten {degrees}</translation>
    </message>
    <message>
        <source>Crop</source>
        <translation>Zuschneiden</translation>
    </message>
    <message>
        <source>Aspect ratio</source>
        <translation>Seitenverhältnis</translation>
    </message>
    <message>
        <source>Swap width and height</source>
        <translation>Breite und Höhe tauschen</translation>
    </message>
</context>
<context>
    <name>CurveEditor</name>
    <message>
        <source>Luminance</source>
        <translation>Luminanz</translation>
    </message>
    <message>
        <source>Red</source>
        <translation>Rot</translation>
    </message>
    <message>
        <source>Green</source>
        <translation>Grün</translation>
    </message>
    <message>
        <source>Blue</source>
        <translation>Blau</translation>
    </message>
    <message>
        <source>L</source>
        <translation>L</translation>
    </message>
    <message>
        <source>R</source>
        <translation>R</translation>
    </message>
    <message>
        <source>G</source>
        <translation>G</translation>
    </message>
    <message>
        <source>B</source>
        <translation>B</translation>
    </message>
    <message>
        <source>Tone curve: {name}</source>
        <translation>Gradationskurve: {name}</translation>
    </message>
    <message>
        <source>Reset curve: {name}</source>
        <translation>Kurve zurücksetzen: {name}</translation>
    </message>
</context>
<context>
    <name>CurveGraph</name>
    <message>
        <source>A click adds a point, a drag moves it, a double click or the Delete key takes it away.
Ctrl and the arrows choose one, arrows move it, with Shift finely; Enter adds one.</source>
        <translation>Ein Klick setzt einen Punkt, Ziehen verschiebt ihn, ein Doppelklick oder die Entf-Taste entfernt ihn.
Strg und die Pfeile wählen einen, Pfeile verschieben ihn, mit Umschalt fein; Eingabe setzt einen.</translation>
    </message>
    <message>
        <source>Tone curve: {name}</source>
        <translation>Gradationskurve: {name}</translation>
    </message>
    <message>
        <source>{count} points</source>
        <translation>{count} Punkte</translation>
    </message>
    <message>
        <source>Point {number} of {count}: {x} becomes {y}</source>
        <translation>Punkt {number} von {count}: aus {x} wird {y}</translation>
    </message>
</context>
<context>
    <name>DragHandle</name>
    <message>
        <source>Drag the picture into another program</source>
        <translation>Das Bild in ein anderes Programm ziehen</translation>
    </message>
    <message>
        <source>Drag the picture into another program, as soon as there is a result.</source>
        <translation>Ziehen Sie das Bild in ein anderes Programm, sobald es ein Ergebnis gibt.</translation>
    </message>
    <message>
        <source>Drag from here into another program. It gets the full size, {name}.</source>
        <translation>Ziehen Sie von hier in ein anderes Programm. Es bekommt die volle Größe, {name}.</translation>
    </message>
    <message>
        <source>Drag from here into another program. It gets the preview, {width} × {height} pixels; after Ctrl+C or an export, the full size.</source>
        <translation>Ziehen Sie von hier in ein anderes Programm. Es bekommt die Vorschau, {width} × {height} Pixel; nach Strg+C oder einem Export die volle Größe.</translation>
    </message>
</context>
<context>
    <name>Dropping</name>
    <message>
        <source>Add {count} references</source>
        <translation>{count} Referenzen hinzufügen</translation>
    </message>
    <message>
        <source>Match its colours</source>
        <translation>Farben angleichen</translation>
    </message>
    <message>
        <source>Import {count} presets</source>
        <translation>{count} Vorgaben importieren</translation>
    </message>
    <message>
        <source>Import preset</source>
        <translation>Vorgabe importieren</translation>
    </message>
    <message>
        <source>Open {name}</source>
        <translation>{name} öffnen</translation>
    </message>
    <message>
        <source>Open picture</source>
        <translation>Bild öffnen</translation>
    </message>
    <message>
        <source>Open photos and folders</source>
        <translation>Fotos und Ordner öffnen</translation>
    </message>
    <message>
        <source>Open folders</source>
        <translation>Ordner öffnen</translation>
    </message>
    <message>
        <source>Open {count} photos</source>
        <translation>{count} Fotos öffnen</translation>
    </message>
</context>
<context>
    <name>EngineThread</name>
    <message>
        <source>There is not enough memory. Close other programs.</source>
        <translation>Der Speicher reicht nicht aus. Schließen Sie andere Programme.</translation>
    </message>
    <message>
        <source>Loading the network</source>
        <translation>Netz wird geladen</translation>
    </message>
    <message>
        <source>Brightening</source>
        <translation>Wird aufgehellt</translation>
    </message>
    <message>
        <source>Full-size detail</source>
        <translation>Details in voller Größe</translation>
    </message>
    <message>
        <source>Exporting {name}</source>
        <translation>{name} wird exportiert</translation>
    </message>
    <message>
        <source>Copying {name}</source>
        <translation>{name} wird kopiert</translation>
    </message>
</context>
<context>
    <name>ErrorDialog</name>
    <message>
        <source>Unexpected error</source>
        <translation>Unerwarteter Fehler</translation>
    </message>
    <message>
        <source>Something went wrong that should not.</source>
        <translation>Etwas ist schiefgegangen, das nicht hätte schiefgehen dürfen.</translation>
    </message>
    <message>
        <source>Your photo is untouched and you can go on. If it happens again, export what you have and start the program anew. The report below helps to mend it.</source>
        <translation>Ihr Foto ist unversehrt, und Sie können weiterarbeiten. Tritt der Fehler wieder auf, exportieren Sie, was Sie haben, und starten Sie das Programm neu. Der Bericht unten hilft, ihn zu beheben.</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>Bericht</translation>
    </message>
    <message>
        <source>Copy report</source>
        <translation>Bericht kopieren</translation>
    </message>
    <message>
        <source>Show log folder</source>
        <translation>Protokollordner zeigen</translation>
    </message>
    <message>
        <source>Errors since then, which are in the log: {count}</source>
        <translation>Seither weitere Fehler, die im Protokoll stehen: {count}</translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message>
        <source>Export {name}</source>
        <translation>{name} exportieren</translation>
    </message>
    <message>
        <source>Quality</source>
        <translation>Qualität</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>&amp;Preset</source>
        <translation>&amp;Vorgabe</translation>
    </message>
    <message>
        <source>S&amp;harpen</source>
        <translation>Sch&amp;ärfen</translation>
    </message>
    <message>
        <source>Metadata</source>
        <translation>Metadaten</translation>
    </message>
    <message>
        <source>F&amp;ile</source>
        <translation>&amp;Datei</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>&amp;Export</source>
        <translation>&amp;Exportieren</translation>
    </message>
    <message>
        <source>{width} × {height} pixels, without metadata, in {colours}</source>
        <translation>{width} × {height} Pixel, ohne Metadaten, in {colours}</translation>
    </message>
    <message>
        <source>Name a file.</source>
        <translation>Geben Sie eine Datei an.</translation>
    </message>
    <message>
        <source>{name} is a folder. Name a file in it.</source>
        <translation>{name} ist ein Ordner. Nennen Sie eine Datei darin.</translation>
    </message>
    <message>
        <source>The folder {name} does not exist.</source>
        <translation>Den Ordner {name} gibt es nicht.</translation>
    </message>
    <message>
        <source>{name} is being exported already. Choose another name.</source>
        <translation>{name} wird bereits exportiert. Wählen Sie einen anderen Namen.</translation>
    </message>
    <message>
        <source>{name} is the photo itself. Choose another name.</source>
        <translation>{name} ist das Foto selbst. Wählen Sie einen anderen Namen.</translation>
    </message>
    <message>
        <source>{name} is a photo of the filmstrip. Choose another name.</source>
        <translation>{name} ist ein Foto im Filmstreifen. Wählen Sie einen anderen Namen.</translation>
    </message>
    <message>
        <source>{name} exists already. Tick the box, or choose another name.</source>
        <translation>{name} existiert bereits. Setzen Sie das Häkchen, oder wählen Sie einen anderen Namen.</translation>
    </message>
    <message>
        <source>No file can have this name ({reason}).</source>
        <translation>So kann keine Datei heißen ({reason}).</translation>
    </message>
    <message>
        <source>&amp;Browse…</source>
        <translation>D&amp;urchsuchen…</translation>
    </message>
    <message>
        <source>&amp;Replace the existing file</source>
        <translation>Die vorhandene Datei e&amp;rsetzen</translation>
    </message>
    <message>
        <source>&amp;Format</source>
        <translation>&amp;Format</translation>
    </message>
    <message>
        <source>&amp;Quality</source>
        <translation>&amp;Qualität</translation>
    </message>
    <message>
        <source>&amp;Depth</source>
        <translation>Farb&amp;tiefe</translation>
    </message>
    <message>
        <source>&amp;Colours</source>
        <translation>F&amp;arbraum</translation>
    </message>
    <message>
        <source>{bits} bits per channel</source>
        <translation>{bits} Bit pro Kanal</translation>
    </message>
    <message>
        <source>{width} × {height} pixels, all of the crop, with the photo&apos;s metadata, in {colours}</source>
        <translation>{width} × {height} Pixel, der ganze Zuschnitt, mit den Metadaten des Fotos, in {colours}</translation>
    </message>
    <message>
        <source>{width} × {height} pixels, the photo&apos;s own size, with its metadata, in {colours}</source>
        <translation>{width} × {height} Pixel, die Größe des Fotos, mit seinen Metadaten, in {colours}</translation>
    </message>
    <message>
        <source>{width} × {height} pixels, with the photo&apos;s metadata, in {colours}</source>
        <translation>{width} × {height} Pixel, mit den Metadaten des Fotos, in {colours}</translation>
    </message>
    <message>
        <source>{name} is no file that could be replaced. Choose another name.</source>
        <translation>{name} ist keine Datei, die ersetzt werden könnte. Wählen Sie einen anderen Namen.</translation>
    </message>
    <message>
        <source>Export as</source>
        <translation>Exportieren als</translation>
    </message>
</context>
<context>
    <name>ExportPresetRow</name>
    <message>
        <source>Preset</source>
        <translation>Vorgabe</translation>
    </message>
    <message>
        <source>Sa&amp;ve…</source>
        <translation>S&amp;peichern…</translation>
    </message>
    <message>
        <source>Keep these choices as an export preset</source>
        <translation>Diese Einstellungen als Exportvorgabe behalten</translation>
    </message>
    <message>
        <source>Dele&amp;te</source>
        <translation>L&amp;öschen</translation>
    </message>
    <message>
        <source>Delete the chosen export preset</source>
        <translation>Die gewählte Exportvorgabe löschen</translation>
    </message>
    <message>
        <source>No preset</source>
        <translation>Keine Vorgabe</translation>
    </message>
    <message>
        <source>Takes the place of the preset of this name.</source>
        <translation>Ersetzt die Vorgabe dieses Namens.</translation>
    </message>
    <message>
        <source>My export</source>
        <translation>Mein Export</translation>
    </message>
    <message>
        <source>Save export preset</source>
        <translation>Exportvorgabe speichern</translation>
    </message>
</context>
<context>
    <name>ExportQueue</name>
    <message>
        <source>Exports</source>
        <translation>Exporte</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Stand</translation>
    </message>
    <message>
        <source>Exports of this window are listed here; a double click opens a file.</source>
        <translation>Hier stehen die Exporte dieses Fensters; ein Doppelklick öffnet eine Datei.</translation>
    </message>
    <message>
        <source>&amp;Open</source>
        <translation>Öff&amp;nen</translation>
    </message>
    <message>
        <source>S&amp;how folder</source>
        <translation>Ordner &amp;zeigen</translation>
    </message>
    <message>
        <source>Canc&amp;el</source>
        <translation>Abbr&amp;echen</translation>
    </message>
    <message>
        <source>&amp;Close</source>
        <translation>&amp;Schließen</translation>
    </message>
    <message>
        <source>Queued</source>
        <translation>Wartet</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>Abgebrochen</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Fehlgeschlagen</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Fertig</translation>
    </message>
</context>
<context>
    <name>Exporting</name>
    <message>
        <source>Another photo was opened meanwhile; {name} was not exported.</source>
        <translation>Inzwischen wurde ein anderes Foto geöffnet; {name} wurde nicht exportiert.</translation>
    </message>
    <message>
        <source>Export under way</source>
        <translation>Export läuft</translation>
    </message>
    <message>
        <source>Stop and close</source>
        <translation>Abbrechen und schließen</translation>
    </message>
    <message>
        <source>Keep exporting</source>
        <translation>Weiter exportieren</translation>
    </message>
    <message>
        <source>Copy under way</source>
        <translation>Kopieren läuft</translation>
    </message>
    <message>
        <source>Keep copying</source>
        <translation>Weiter kopieren</translation>
    </message>
    <message>
        <source>{name} is not written yet.</source>
        <translation>{name} ist noch nicht geschrieben.</translation>
    </message>
    <message>
        <source>Not written yet: {names}</source>
        <translation>Noch nicht geschrieben: {names}</translation>
    </message>
    <message>
        <source>The batch is not finished.</source>
        <translation>Die Stapelverarbeitung ist noch nicht fertig.</translation>
    </message>
    <message>
        <source>{name} is not on the clipboard yet.</source>
        <translation>{name} ist noch nicht in der Zwischenablage.</translation>
    </message>
    <message>
        <source>The export of {name} was cancelled. Nothing was written.</source>
        <translation>Der Export von {name} wurde abgebrochen. Es wurde nichts geschrieben.</translation>
    </message>
    <message>
        <source>Exported {name} ({seconds} s)</source>
        <translation>{name} exportiert ({seconds} s)</translation>
    </message>
    <message>
        <source>Show folder</source>
        <translation>Ordner zeigen</translation>
    </message>
    <message>
        <source>Batch: {number} of {count}</source>
        <translation>Stapel: {number} von {count}</translation>
    </message>
    <message>
        <source>Batch: {message}</source>
        <translation>Stapelverarbeitung: {message}</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Zeigen</translation>
    </message>
</context>
<context>
    <name>Filmstrip</name>
    <message>
        <source>Filmstrip</source>
        <translation>Filmstreifen</translation>
    </message>
    <message>
        <source>Remove from filmstrip</source>
        <translation>Aus dem Filmstreifen entfernen</translation>
    </message>
    <message>
        <source>The file stays where it is (Delete)</source>
        <translation>Die Datei bleibt, wo sie ist (Entf)</translation>
    </message>
    <message>
        <source>Remove unreadable files</source>
        <translation>Nicht lesbare Dateien entfernen</translation>
    </message>
    <message>
        <source>The files stay where they are (Shift+Delete)</source>
        <translation>Die Dateien bleiben, wo sie sind (Umschalt+Entf)</translation>
    </message>
    <message>
        <source>Show all photos</source>
        <translation>Alle Fotos zeigen</translation>
    </message>
    <message>
        <source>Show flagged photos</source>
        <translation>Markierte Fotos zeigen</translation>
    </message>
    <message>
        <source>Show edited photos</source>
        <translation>Bearbeitete Fotos zeigen</translation>
    </message>
    <message>
        <source>Show unedited photos</source>
        <translation>Unbearbeitete Fotos zeigen</translation>
    </message>
    <message>
        <source>Which photos are shown</source>
        <translation>Welche Fotos gezeigt werden</translation>
    </message>
    <message>
        <source>Thumbnails</source>
        <translation>Vorschaubilder</translation>
    </message>
    <message>
        <source>flagged</source>
        <translation>markiert</translation>
    </message>
    <message>
        <source>Shown as it was taken. Open it, and it is brightened.</source>
        <translation>Gezeigt, wie es aufgenommen wurde. Öffnen Sie es, dann wird es aufgehellt.</translation>
    </message>
    <message>
        <source>Pasted picture {number}</source>
        <translation>Eingefügtes Bild {number}</translation>
    </message>
    <message>
        <source>This picture has no file. Export it to keep it.</source>
        <translation>Dieses Bild hat keine Datei. Exportieren Sie es, um es zu behalten.</translation>
    </message>
    <message>
        <source>open</source>
        <translation>geöffnet</translation>
    </message>
    <message>
        <source>edited</source>
        <translation>bearbeitet</translation>
    </message>
</context>
<context>
    <name>Flagging</name>
    <message>
        <source>{name} is flagged.</source>
        <translation>{name} ist markiert.</translation>
    </message>
    <message>
        <source>{name} is not flagged.</source>
        <translation>{name} ist nicht markiert.</translation>
    </message>
</context>
<context>
    <name>Following</name>
    <message>
        <source>{count} references added</source>
        <translation>{count} Referenzen hinzugefügt</translation>
    </message>
    <message>
        <source>Matching the colours of {name}</source>
        <translation>Farben wie in {name}</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
</context>
<context>
    <name>GreyPicker</name>
    <message>
        <source>Click on something that should be neutral grey; Escape ends this.</source>
        <translation>Klicken Sie auf etwas, das neutralgrau sein soll; Escape beendet dies.</translation>
    </message>
    <message>
        <source>White balance picker</source>
        <translation>Weißabgleich-Pipette</translation>
    </message>
</context>
<context>
    <name>Help</name>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Tastenkürzel</translation>
    </message>
    <message>
        <source>Show log folder</source>
        <translation>Protokollordner zeigen</translation>
    </message>
    <message>
        <source>About CCNet Studio</source>
        <translation>Über CCNet Studio</translation>
    </message>
    <message>
        <source>No file manager could be started. The log is in {name}.</source>
        <translation>Es ließ sich kein Dateimanager starten. Das Protokoll liegt in {name}.</translation>
    </message>
</context>
<context>
    <name>Histogram</name>
    <message>
        <source>Drag left or right to change the tones below the pointer</source>
        <translation>Nach links oder rechts ziehen ändert die Töne unter dem Zeiger</translation>
    </message>
    <message>
        <source>Histogram</source>
        <translation>Histogramm</translation>
    </message>
    <message>
        <source>Clipped shadows</source>
        <translation>Beschnittene Tiefen</translation>
    </message>
    <message>
        <source>Clipped highlights</source>
        <translation>Beschnittene Lichter</translation>
    </message>
</context>
<context>
    <name>HistoryPanel</name>
    <message>
        <source>History</source>
        <translation>Verlauf</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>Import</translation>
    </message>
    <message>
        <source>Close the history (H)</source>
        <translation>Verlauf schließen (H)</translation>
    </message>
    <message>
        <source>Close the history</source>
        <translation>Verlauf schließen</translation>
    </message>
</context>
<context>
    <name>JumpButton</name>
    <message>
        <source>Go to {section}</source>
        <translation>Zu {section}</translation>
    </message>
    <message>
        <source>{section}, edited</source>
        <translation>{section}, bearbeitet</translation>
    </message>
    <message>
        <source>edited</source>
        <translation>bearbeitet</translation>
    </message>
</context>
<context>
    <name>LongSide</name>
    <message>
        <source>Resize lon&amp;g edge to</source>
        <translation>&amp;Lange Kante ändern auf</translation>
    </message>
    <message>
        <source> pixels</source>
        <translation> Pixel</translation>
    </message>
    <message>
        <source>Long edge</source>
        <translation>Lange Kante</translation>
    </message>
    <message>
        <source>also at 1080, 640 px</source>
        <translation>auch 1080, 640 px</translation>
    </message>
    <message>
        <source>More long edges in pixels, each for a file of its own</source>
        <translation>Weitere lange Kanten in Pixeln, je für eine eigene Datei</translation>
    </message>
    <message>
        <source>More sizes</source>
        <translation>Weitere Größen</translation>
    </message>
</context>
<context>
    <name>LookBox</name>
    <message>
        <source>Each photo&apos;s own</source>
        <translation>Die eigenen jedes Fotos</translation>
    </message>
    <message>
        <source>As in the window now</source>
        <translation>Wie jetzt im Fenster</translation>
    </message>
    <message>
        <source>None: brighten only</source>
        <translation>Keine: nur aufhellen</translation>
    </message>
    <message>
        <source>Preset: {name}</source>
        <translation>Vorgabe: {name}</translation>
    </message>
    <message>
        <source>Style: {name}</source>
        <translation>Stil: {name}</translation>
    </message>
    <message>
        <source>Preset: {name} (gone)</source>
        <translation>Vorgabe: {name} (nicht mehr da)</translation>
    </message>
    <message>
        <source>Style: {name} (gone)</source>
        <translation>Stil: {name} (nicht mehr da)</translation>
    </message>
</context>
<context>
    <name>LookFiles</name>
    <message>
        <source>Looks (*.cube *.png *.tif *.tiff)</source>
        <translation>Looks (*.cube *.png *.tif *.tiff)</translation>
    </message>
    <message>
        <source>Add looks</source>
        <translation>Looks hinzufügen</translation>
    </message>
    <message>
        <source>Save colours as a look, without what acts on places</source>
        <translation>Farben als Look speichern, ohne was auf Orte wirkt</translation>
    </message>
    <message>
        <source>Looks (*.cube)</source>
        <translation>Looks (*.cube)</translation>
    </message>
    <message>
        <source>{name} is saved.</source>
        <translation>{name} ist gespeichert.</translation>
    </message>
    <message>
        <source>Masks</source>
        <translation>Masken</translation>
    </message>
    <message>
        <source>It cannot hold what acts on places: {names}.</source>
        <translation>Was auf Orte wirkt, kann er nicht enthalten: {names}.</translation>
    </message>
</context>
<context>
    <name>LookList</name>
    <message>
        <source>Add look…</source>
        <translation>Look hinzufügen…</translation>
    </message>
    <message>
        <source>Let the colours go through a .cube file or a Hald CLUT picture</source>
        <translation>Die Farben durch eine .cube-Datei oder ein Hald-CLUT-Bild gehen lassen</translation>
    </message>
    <message>
        <source>Look {name}</source>
        <translation>Look {name}</translation>
    </message>
    <message>
        <source>Look {name} {percent:.0f} %</source>
        <translation>Look {name} {percent:.0f} %</translation>
    </message>
    <message>
        <source>Apply {name} earlier</source>
        <translation>{name} früher anwenden</translation>
    </message>
    <message>
        <source>Remove {name}</source>
        <translation>{name} entfernen</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Copy full size</source>
        <translation>In voller Größe kopieren</translation>
    </message>
    <message>
        <source>Use what I decide</source>
        <translation>Meine Entscheidungen verwenden</translation>
    </message>
    <message>
        <source>Adjustments from beside {name}</source>
        <translation>Einstellungen von neben {name}</translation>
    </message>
    <message>
        <source>Use that</source>
        <translation>Das verwenden</translation>
    </message>
    <message>
        <source>Preview: {name}</source>
        <translation>Vorschau: {name}</translation>
    </message>
    <message>
        <source>Click to keep it</source>
        <translation>Zum Übernehmen klicken</translation>
    </message>
    <message>
        <source>Reset all</source>
        <translation>Alles zurücksetzen</translation>
    </message>
</context>
<context>
    <name>MaskPanel</name>
    <message>
        <source>Show overlay (O)</source>
        <translation>Überlagerung zeigen (O)</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>Back to the adjustments of the whole photo (Escape)</source>
        <translation>Zurück zu den Einstellungen des ganzen Fotos (Escape)</translation>
    </message>
    <message>
        <source>Drag over the photo, from where all is adjusted to where nothing is.</source>
        <translation>Über das Foto ziehen: von dort, wo alles angepasst wird, dorthin, wo nichts angepasst wird.</translation>
    </message>
    <message>
        <source>Drag over the photo, from the middle outwards; Shift draws a circle.</source>
        <translation>Über das Foto ziehen, von der Mitte nach außen; mit Umschalt wird es ein Kreis.</translation>
    </message>
    <message>
        <source>Paint on the photo; Alt erases, [ and ] size the brush, with Shift they soften it.</source>
        <translation>Auf das Foto malen; Alt radiert, [ und ] ändern die Größe, mit Umschalt die Weichheit.</translation>
    </message>
    <message>
        <source>Click in the photo on a place as bright as what is meant, or choose the range below.</source>
        <translation>Klicken Sie im Foto auf eine Stelle der gewünschten Helligkeit, oder wählen Sie unten den Bereich.</translation>
    </message>
    <message>
        <source>Click on the colour in the photo that is to be adjusted.</source>
        <translation>Im Foto auf die Farbe klicken, die angepasst werden soll.</translation>
    </message>
    <message>
        <source>Delete removes the mask.</source>
        <translation>Entf entfernt die Maske.</translation>
    </message>
    <message>
        <source>Drag a pin or handle to move it; Delete removes the mask.</source>
        <translation>Punkte und Griffe lassen sich ziehen; Entf entfernt die Maske.</translation>
    </message>
    <message>
        <source>A gradient along a line, as for a sky</source>
        <translation>Ein Verlauf entlang einer Linie, wie für einen Himmel</translation>
    </message>
    <message>
        <source>An ellipse, as for a face</source>
        <translation>Eine Ellipse, wie für ein Gesicht</translation>
    </message>
    <message>
        <source>What you paint</source>
        <translation>Was Sie malen</translation>
    </message>
    <message>
        <source>What is as bright, wherever it is</source>
        <translation>Was so hell ist, wo immer es ist</translation>
    </message>
    <message>
        <source>What has a colour that you pick in the photo</source>
        <translation>Was eine Farbe hat, die Sie im Foto wählen</translation>
    </message>
    <message>
        <source>Masks</source>
        <translation>Masken</translation>
    </message>
    <message>
        <source>The tick shows a mask or hides it; a double click, or F2, gives it a name</source>
        <translation>Das Häkchen zeigt oder verbirgt eine Maske; ein Doppelklick oder F2 benennt sie</translation>
    </message>
    <message>
        <source>Adjust parts of the photo: add a mask for each.</source>
        <translation>Teile des Fotos anpassen: für jeden eine Maske hinzufügen.</translation>
    </message>
    <message>
        <source>Invert: adjust what is not covered</source>
        <translation>Umkehren: anpassen, was nicht bedeckt ist</translation>
    </message>
    <message>
        <source>Invert</source>
        <translation>Umkehren</translation>
    </message>
    <message>
        <source>Duplicate</source>
        <translation>Duplizieren</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Strength</source>
        <translation>Stärke</translation>
    </message>
    <message>
        <source>How far the mask is applied.</source>
        <translation>Wie stark die Maske wirkt.</translation>
    </message>
    <message>
        <source>Softness</source>
        <translation>Weichheit</translation>
    </message>
    <message>
        <source>How gradually the ellipse fades out.</source>
        <translation>Wie allmählich die Ellipse ausläuft.</translation>
    </message>
    <message>
        <source>Follow edges</source>
        <translation>Kanten folgen</translation>
    </message>
    <message>
        <source>Paint only what is as bright as what lies under the brush&apos;s middle</source>
        <translation>Nur malen, was so hell ist wie das unter der Pinselmitte</translation>
    </message>
    <message>
        <source>Limit by luminance</source>
        <translation>Nach Helligkeit begrenzen</translation>
    </message>
    <message>
        <source>Adjust only what is as bright in the brightened photo</source>
        <translation>Nur anpassen, was im aufgehellten Foto so hell ist</translation>
    </message>
    <message>
        <source>Pick the luminance in the photo</source>
        <translation>Die Helligkeit im Foto wählen</translation>
    </message>
    <message>
        <source>Darkest</source>
        <translation>Dunkelstes</translation>
    </message>
    <message>
        <source>The darkest that is covered.</source>
        <translation>Das Dunkelste, das bedeckt wird.</translation>
    </message>
    <message>
        <source>Brightest</source>
        <translation>Hellstes</translation>
    </message>
    <message>
        <source>The brightest that is covered.</source>
        <translation>Das Hellste, das bedeckt wird.</translation>
    </message>
    <message>
        <source>Fading</source>
        <translation>Auslauf</translation>
    </message>
    <message>
        <source>How far beyond them it fades out.</source>
        <translation>Wie weit es darüber hinaus ausläuft.</translation>
    </message>
    <message>
        <source>Limit by colour…</source>
        <translation>Nach Farbe begrenzen…</translation>
    </message>
    <message>
        <source>Adjust only what has a colour that you pick in the photo</source>
        <translation>Nur anpassen, was eine Farbe hat, die Sie im Foto wählen</translation>
    </message>
    <message>
        <source>Pick another colour</source>
        <translation>Andere Farbe wählen</translation>
    </message>
    <message>
        <source>The colour that was clicked on</source>
        <translation>Die angeklickte Farbe</translation>
    </message>
    <message>
        <source>Tolerance</source>
        <translation>Toleranz</translation>
    </message>
    <message>
        <source>How much colours may differ from that.</source>
        <translation>Wie weit Farben davon abweichen dürfen.</translation>
    </message>
    <message>
        <source>Brush size</source>
        <translation>Pinselgröße</translation>
    </message>
    <message>
        <source>Also [ and ].</source>
        <translation>Auch [ und ].</translation>
    </message>
    <message>
        <source>Also [ and ] with Shift.</source>
        <translation>Auch [ und ] mit Umschalt.</translation>
    </message>
    <message>
        <source>Reset values</source>
        <translation>Werte zurücksetzen</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Licht</translation>
    </message>
    <message>
        <source>Colour</source>
        <translation>Farbe</translation>
    </message>
    <message>
        <source>Detail</source>
        <translation>Details</translation>
    </message>
    <message>
        <source>Add a mask</source>
        <translation>Maske hinzufügen</translation>
    </message>
    <message>
        <source>No limit by colour</source>
        <translation>Keine Begrenzung nach Farbe</translation>
    </message>
    <message>
        <source>Show {name}</source>
        <translation>{name} zeigen</translation>
    </message>
    <message>
        <source>Hide {name}</source>
        <translation>{name} verbergen</translation>
    </message>
    <message>
        <source>Rename {name}</source>
        <translation>{name} umbenennen</translation>
    </message>
</context>
<context>
    <name>Masking</name>
    <message>
        <source>Duplicate {name}</source>
        <translation>{name} duplizieren</translation>
    </message>
    <message>
        <source>Delete {name}</source>
        <translation>{name} löschen</translation>
    </message>
    <message>
        <source>Luminance mask</source>
        <translation>Helligkeitsmaske</translation>
    </message>
    <message>
        <source>Linear mask</source>
        <translation>Lineare Maske</translation>
    </message>
    <message>
        <source>Radial mask</source>
        <translation>Radiale Maske</translation>
    </message>
    <message>
        <source>Move {name}</source>
        <translation>{name} verschieben</translation>
    </message>
    <message>
        <source>Erase</source>
        <translation>Radieren</translation>
    </message>
    <message>
        <source>Paint</source>
        <translation>Malen</translation>
    </message>
    <message>
        <source>The masks of this photo hold no more strokes. Add no more, or delete a mask.</source>
        <translation>Die Masken dieses Fotos nehmen keine Striche mehr auf. Malen Sie nicht weiter, oder löschen Sie eine Maske.</translation>
    </message>
    <message>
        <source>Limit {name} by colour</source>
        <translation>{name} nach Farbe begrenzen</translation>
    </message>
    <message>
        <source>Colour mask</source>
        <translation>Farbmaske</translation>
    </message>
    <message>
        <source>Pick luminance of {name}</source>
        <translation>Helligkeit von {name} wählen</translation>
    </message>
</context>
<context>
    <name>Masks</name>
    <message>
        <source>Linear</source>
        <translation>Linear</translation>
    </message>
    <message>
        <source>Radial</source>
        <translation>Radial</translation>
    </message>
    <message>
        <source>Brush</source>
        <translation>Pinsel</translation>
    </message>
    <message>
        <source>Luminance</source>
        <translation>Helligkeit</translation>
    </message>
    <message>
        <source>Colour</source>
        <translation>Farbe</translation>
    </message>
</context>
<context>
    <name>Menus</name>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Datei</translation>
    </message>
    <message>
        <source>Open…</source>
        <translation>Öffnen…</translation>
    </message>
    <message>
        <source>Open folder…</source>
        <translation>Ordner öffnen…</translation>
    </message>
    <message>
        <source>Open recent</source>
        <translation>Zuletzt geöffnet</translation>
    </message>
    <message>
        <source>List all pictures of the file</source>
        <translation>Alle Bilder der Datei auflisten</translation>
    </message>
    <message>
        <source>Open sample</source>
        <translation>Beispiel öffnen</translation>
    </message>
    <message>
        <source>Add reference pictures…</source>
        <translation>Referenzbilder hinzufügen…</translation>
    </message>
    <message>
        <source>Save colours as a look…</source>
        <translation>Farben als Look speichern…</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Exportieren…</translation>
    </message>
    <message>
        <source>Exports of this window…</source>
        <translation>Exporte dieses Fensters…</translation>
    </message>
    <message>
        <source>Batch…</source>
        <translation>Stapelverarbeitung…</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>&amp;Bearbeiten</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <source>Undone: {step}</source>
        <translation>Rückgängig gemacht: {step}</translation>
    </message>
    <message>
        <source>Redone: {step}</source>
        <translation>Wiederhergestellt: {step}</translation>
    </message>
    <message>
        <source>Copy picture</source>
        <translation>Bild kopieren</translation>
    </message>
    <message>
        <source>Paste picture</source>
        <translation>Bild einfügen</translation>
    </message>
    <message>
        <source>Copy settings</source>
        <translation>Einstellungen kopieren</translation>
    </message>
    <message>
        <source>Paste settings</source>
        <translation>Einstellungen einfügen</translation>
    </message>
    <message>
        <source>Paste colours only</source>
        <translation>Nur Farben einfügen</translation>
    </message>
    <message>
        <source>Paste crop only</source>
        <translation>Nur Zuschnitt einfügen</translation>
    </message>
    <message>
        <source>Paste masks only</source>
        <translation>Nur Masken einfügen</translation>
    </message>
    <message>
        <source>Sync settings…</source>
        <translation>Einstellungen abgleichen…</translation>
    </message>
    <message>
        <source>Save preset…</source>
        <translation>Vorgabe speichern…</translation>
    </message>
    <message>
        <source>New snapshot…</source>
        <translation>Neuer Schnappschuss…</translation>
    </message>
    <message>
        <source>Import presets…</source>
        <translation>Vorgaben importieren…</translation>
    </message>
    <message>
        <source>White balance picker</source>
        <translation>Weißabgleich-Pipette</translation>
    </message>
    <message>
        <source>Auto white balance</source>
        <translation>Automatischer Weißabgleich</translation>
    </message>
    <message>
        <source>Reset all adjustments</source>
        <translation>Alle Anpassungen zurücksetzen</translation>
    </message>
    <message>
        <source>Preferences…</source>
        <translation>Einstellungen…</translation>
    </message>
    <message>
        <source>Crop and straighten</source>
        <translation>Zuschneiden und gerade richten</translation>
    </message>
    <message>
        <source>Rotate left</source>
        <translation>Nach links drehen</translation>
    </message>
    <message>
        <source>Rotate right</source>
        <translation>Nach rechts drehen</translation>
    </message>
    <message>
        <source>Flip horizontally</source>
        <translation>Horizontal spiegeln</translation>
    </message>
    <message>
        <source>Flip vertically</source>
        <translation>Vertikal spiegeln</translation>
    </message>
    <message>
        <source>Masks</source>
        <translation>Masken</translation>
    </message>
    <message>
        <source>Mask overlay</source>
        <translation>Maske überlagern</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Ansicht</translation>
    </message>
    <message>
        <source>Fit</source>
        <translation>Einpassen</translation>
    </message>
    <message>
        <source>Actual pixels (1:1)</source>
        <translation>Tatsächliche Pixel (1:1)</translation>
    </message>
    <message>
        <source>Fill</source>
        <translation>Ausfüllen</translation>
    </message>
    <message>
        <source>Double size (2:1)</source>
        <translation>Doppelte Größe (2:1)</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>Vergrößern</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>Verkleinern</translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation>Vollbild</translation>
    </message>
    <message>
        <source>Split view</source>
        <translation>Geteilte Ansicht</translation>
    </message>
    <message>
        <source>Before above after</source>
        <translation>Vorher über nachher</translation>
    </message>
    <message>
        <source>Side by side</source>
        <translation>Nebeneinander</translation>
    </message>
    <message>
        <source>Show original (hold \ to peek)</source>
        <translation>Original zeigen (kurz: \ halten)</translation>
    </message>
    <message>
        <source>Original</source>
        <translation>Original</translation>
    </message>
    <message>
        <source>Show clipping</source>
        <translation>Beschneidung anzeigen</translation>
    </message>
    <message>
        <source>Panel (Tab in the photo)</source>
        <translation>Bedienfeld (Tab im Foto)</translation>
    </message>
    <message>
        <source>Go to the panel, or back to the photo</source>
        <translation>Zum Bedienfeld oder zurück zum Foto</translation>
    </message>
    <message>
        <source>Presets</source>
        <translation>Vorgaben</translation>
    </message>
    <message>
        <source>Snapshots</source>
        <translation>Schnappschüsse</translation>
    </message>
    <message>
        <source>Go to the newest message</source>
        <translation>Zur neuesten Meldung</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Verlauf</translation>
    </message>
    <message>
        <source>Previous photo</source>
        <translation>Vorheriges Foto</translation>
    </message>
    <message>
        <source>Next photo</source>
        <translation>Nächstes Foto</translation>
    </message>
    <message>
        <source>Filmstrip</source>
        <translation>Filmstreifen</translation>
    </message>
    <message>
        <source>Flag</source>
        <translation>Markieren</translation>
    </message>
    <message>
        <source>Remove flag</source>
        <translation>Markierung entfernen</translation>
    </message>
    <message>
        <source>Unflag</source>
        <translation>Entmarkieren</translation>
    </message>
    <message>
        <source>Select all photos</source>
        <translation>Alle Fotos auswählen</translation>
    </message>
    <message>
        <source>Select this photo alone</source>
        <translation>Nur dieses Foto auswählen</translation>
    </message>
    <message>
        <source>Show in the filmstrip</source>
        <translation>Im Filmstreifen zeigen</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>&amp;Hilfe</translation>
    </message>
    <message>
        <source>Tools</source>
        <translation>Werkzeuge</translation>
    </message>
    <message>
        <source>View of the photo</source>
        <translation>Ansicht des Fotos</translation>
    </message>
    <message>
        <source>Tools of the photo</source>
        <translation>Werkzeuge für das Foto</translation>
    </message>
    <message>
        <source>Crop</source>
        <translation>Zuschnitt</translation>
    </message>
</context>
<context>
    <name>Messages</name>
    <message>
        <source>{problem}. {advice}</source>
        <translation>{problem}. {advice}</translation>
    </message>
    <message>
        <source>{file}: {problem}. {advice}</source>
        <translation>{file}: {problem}. {advice}</translation>
    </message>
    <message>
        <source>{error} The photo is shown without this look.</source>
        <translation>{error} Das Foto wird ohne diesen Look gezeigt.</translation>
    </message>
    <message>
        <source>line {number} of it cannot be read ({reason})</source>
        <translation>Zeile {number} darin kann nicht gelesen werden ({reason})</translation>
    </message>
    <message>
        <source>Export the look again from the program that made it.</source>
        <translation>Exportieren Sie den Look noch einmal aus dem Programm, das ihn erstellt hat.</translation>
    </message>
    <message>
        <source>Choose a .cube file or a Hald CLUT picture.</source>
        <translation>Wählen Sie eine .cube-Datei oder ein Hald-CLUT-Bild.</translation>
    </message>
    <message>
        <source>it lies on another machine, which was not asked for it</source>
        <translation>er liegt auf einem anderen Rechner, der nicht danach gefragt wurde</translation>
    </message>
    <message>
        <source>Add the look again to use it.</source>
        <translation>Fügen Sie den Look noch einmal hinzu, um ihn zu verwenden.</translation>
    </message>
    <message>
        <source>it is no Hald CLUT: {width} × {height} pixels are not 8, 27, 64, 125, 216, 343 or 512 squared</source>
        <translation>es ist kein Hald-CLUT: {width} × {height} Pixel sind nicht 8, 27, 64, 125, 216, 343 oder 512 im Quadrat</translation>
    </message>
    <message>
        <source>the file does not exist</source>
        <translation>die Datei existiert nicht</translation>
    </message>
    <message>
        <source>Check the name, or whether it was moved.</source>
        <translation>Prüfen Sie den Namen, oder ob sie verschoben wurde.</translation>
    </message>
    <message>
        <source>there is no permission to read it</source>
        <translation>die Berechtigung zum Lesen fehlt</translation>
    </message>
    <message>
        <source>Change the file&apos;s permissions or copy it elsewhere.</source>
        <translation>Ändern Sie die Berechtigungen der Datei, oder kopieren Sie sie an einen anderen Ort.</translation>
    </message>
    <message>
        <source>this is a folder</source>
        <translation>das ist ein Ordner</translation>
    </message>
    <message>
        <source>Choose a photo inside it.</source>
        <translation>Wählen Sie ein Foto darin.</translation>
    </message>
    <message>
        <source>the file name is too long</source>
        <translation>der Dateiname ist zu lang</translation>
    </message>
    <message>
        <source>Rename the file.</source>
        <translation>Benennen Sie die Datei um.</translation>
    </message>
    <message>
        <source>it could not be read ({reason})</source>
        <translation>sie konnte nicht gelesen werden ({reason})</translation>
    </message>
    <message>
        <source>Check the disk, or copy the file elsewhere.</source>
        <translation>Prüfen Sie den Datenträger, oder kopieren Sie die Datei an einen anderen Ort.</translation>
    </message>
    <message>
        <source>there is not enough memory to open it</source>
        <translation>der Speicher reicht nicht aus, um sie zu öffnen</translation>
    </message>
    <message>
        <source>Close other programs and retry.</source>
        <translation>Schließen Sie andere Programme, und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>it has too many pixels</source>
        <translation>sie hat zu viele Pixel</translation>
    </message>
    <message>
        <source>Save a smaller version of it first.</source>
        <translation>Speichern Sie zuerst eine kleinere Fassung davon.</translation>
    </message>
    <message>
        <source>{width} × {height} pixels are more than the {megapixels} megapixels that can be opened</source>
        <translation>{width} × {height} Pixel sind mehr als die {megapixels} Megapixel, die geöffnet werden können</translation>
    </message>
    <message>
        <source>this is not a regular file</source>
        <translation>das ist keine gewöhnliche Datei</translation>
    </message>
    <message>
        <source>Choose a photo file.</source>
        <translation>Wählen Sie eine Fotodatei.</translation>
    </message>
    <message>
        <source>the file is larger than 2 GiB</source>
        <translation>die Datei ist größer als 2 GiB</translation>
    </message>
    <message>
        <source>the name is not a file name</source>
        <translation>der Name ist kein Dateiname</translation>
    </message>
    <message>
        <source>Check the name.</source>
        <translation>Prüfen Sie den Namen.</translation>
    </message>
    <message>
        <source>the file is empty</source>
        <translation>die Datei ist leer</translation>
    </message>
    <message>
        <source>Copy it again from where it came from.</source>
        <translation>Kopieren Sie sie noch einmal von dort, woher sie kam.</translation>
    </message>
    <message>
        <source>the file is damaged or cut short</source>
        <translation>die Datei ist beschädigt oder unvollständig</translation>
    </message>
    <message>
        <source>Copy it again from the camera or wherever it came from.</source>
        <translation>Kopieren Sie sie noch einmal von der Kamera oder von dort, woher sie kam.</translation>
    </message>
    <message>
        <source>this kind of JPEG cannot be opened</source>
        <translation>diese Art von JPEG kann nicht geöffnet werden</translation>
    </message>
    <message>
        <source>Save it as an ordinary JPEG, PNG or TIFF with the program that made it.</source>
        <translation>Speichern Sie sie mit dem Programm, das sie erzeugt hat, als gewöhnliches JPEG, PNG oder TIFF.</translation>
    </message>
    <message>
        <source>this kind of HEIC cannot be opened</source>
        <translation>diese Art von HEIC kann nicht geöffnet werden</translation>
    </message>
    <message>
        <source>this picture is coded as {codec}, which cannot be opened</source>
        <translation>dieses Bild ist mit {codec} codiert und kann nicht geöffnet werden</translation>
    </message>
    <message>
        <source>uncompressed samples</source>
        <translation>unkomprimierten Werten</translation>
    </message>
    <message>
        <source>this is a PNG of Apple&apos;s own kind, which cannot be opened</source>
        <translation>das ist ein PNG in Apples eigener Art, das nicht geöffnet werden kann</translation>
    </message>
    <message>
        <source>this BMP holds a JPEG or PNG for printers, and cannot be opened</source>
        <translation>dieses BMP enthält ein JPEG oder PNG für Drucker und kann nicht geöffnet werden</translation>
    </message>
    <message>
        <source>JPEG XL files need the imagecodecs package</source>
        <translation>Dateien in JPEG XL brauchen das Paket imagecodecs</translation>
    </message>
    <message>
        <source>Install it with: pip install &quot;ccnet-studio[codecs]&quot;</source>
        <translation>Installieren Sie es mit: pip install &quot;ccnet-studio[codecs]&quot;</translation>
    </message>
    <message>
        <source>the colours of this JPEG XL cannot be told</source>
        <translation>die Farben dieses JPEG XL lassen sich nicht bestimmen</translation>
    </message>
    <message>
        <source>JPEG XL files with a colour profile of their own cannot be opened</source>
        <translation>Dateien in JPEG XL mit eigenem Farbprofil können nicht geöffnet werden</translation>
    </message>
    <message>
        <source>this kind of JPEG XL cannot be opened</source>
        <translation>diese Art von JPEG XL kann nicht geöffnet werden</translation>
    </message>
    <message>
        <source>TIFF files compressed by {name} in this way cannot be opened</source>
        <translation>TIFF-Dateien, die so mit {name} komprimiert sind, können nicht geöffnet werden</translation>
    </message>
    <message>
        <source>TIFF files of this depth cannot be opened</source>
        <translation>TIFF-Dateien dieser Farbtiefe können nicht geöffnet werden</translation>
    </message>
    <message>
        <source>TIFF files of this kind of colours ({kind}) cannot be opened</source>
        <translation>TIFF-Dateien mit dieser Art von Farben ({kind}) können nicht geöffnet werden</translation>
    </message>
    <message>
        <source>TIFF files of {samples} channels of this kind cannot be opened</source>
        <translation>TIFF-Dateien mit {samples} Kanälen dieser Art können nicht geöffnet werden</translation>
    </message>
    <message>
        <source>TIFF files of so many channels cannot be opened</source>
        <translation>TIFF-Dateien mit so vielen Kanälen können nicht geöffnet werden</translation>
    </message>
    <message>
        <source>Save it as 8- or 16-bit TIFF with LZW; or install: pip install &quot;ccnet-studio[codecs]&quot;</source>
        <translation>Speichern Sie es als TIFF mit 8 oder 16 Bit und LZW; oder installieren Sie: pip install &quot;ccnet-studio[codecs]&quot;</translation>
    </message>
    <message>
        <source>it has {pages} pictures, and no picture {page}</source>
        <translation>sie hat {pages} Bilder, und kein Bild {page}</translation>
    </message>
    <message>
        <source>Choose another one.</source>
        <translation>Wählen Sie ein anderes.</translation>
    </message>
    <message>
        <source>The end of the file is missing: {percent} % of the picture is grey or coarse.</source>
        <translation>Das Ende der Datei fehlt: {percent} % des Bildes sind grau oder grob.</translation>
    </message>
    <message>
        <source>It is an HDR picture ({kind}): 203 cd/m² are white, and what is brighter is compressed.</source>
        <translation>Es ist ein HDR-Bild ({kind}): 203 cd/m² werden weiß gezeigt, und was heller ist, wird zusammengedrängt.</translation>
    </message>
    <message>
        <source>It holds a gain map for HDR displays; the base picture is shown.</source>
        <translation>Es enthält eine Verstärkungskarte für HDR-Bildschirme; gezeigt wird das Grundbild.</translation>
    </message>
    <message>
        <source>It holds {pages} pictures, of which the first is shown.</source>
        <translation>Die Datei enthält {pages} Bilder; gezeigt wird das erste.</translation>
    </message>
    <message>
        <source>It has {channels} channels, of which the first is shown.</source>
        <translation>Es hat {channels} Kanäle; gezeigt wird der erste.</translation>
    </message>
    <message>
        <source>Its XMP is damaged or too large; it is left out.</source>
        <translation>Die XMP-Angaben sind beschädigt oder zu groß; sie werden weggelassen.</translation>
    </message>
    <message>
        <source>{file} beside it cannot be read; it is left out.</source>
        <translation>{file} daneben lässt sich nicht lesen und wird weggelassen.</translation>
    </message>
    <message>
        <source>Its XMP does not fit into JPEG; it is left out.</source>
        <translation>Die XMP-Angaben passen nicht in JPEG; sie werden weggelassen.</translation>
    </message>
    <message>
        <source>JPEG holds 64 KB of EXIF; the {count} largest fields are left out.</source>
        <translation>JPEG fasst 64 KB EXIF; die {count} größten Felder werden weggelassen.</translation>
    </message>
    <message>
        <source>Choose one of {formats}.</source>
        <translation>Wählen Sie eines von {formats}.</translation>
    </message>
    <message>
        <source>Choose 8 or 16, or 10 for avif.</source>
        <translation>Wählen Sie 8 oder 16, oder 10 für avif.</translation>
    </message>
    <message>
        <source>{bits} bits a channel do not fit into {format}, which holds {depths}</source>
        <translation>{bits} Bit pro Kanal passen nicht in {format}, das {depths} fasst</translation>
    </message>
    <message>
        <source>there is no profile {profile!r}</source>
        <translation>es gibt kein Profil {profile!r}</translation>
    </message>
    <message>
        <source>Choose one of {profiles}.</source>
        <translation>Wählen Sie eines von {profiles}.</translation>
    </message>
    <message>
        <source>this is not a picture, or not of a kind that can be opened</source>
        <translation>das ist kein Bild, oder keines von einer Art, die geöffnet werden kann</translation>
    </message>
    <message>
        <source>Choose a JPEG, PNG, TIFF, WebP, BMP, HEIC, AVIF or camera raw file.</source>
        <translation>Wählen Sie eine Datei in JPEG, PNG, TIFF, WebP, BMP, HEIC, AVIF oder das Rohbild einer Kamera.</translation>
    </message>
    <message>
        <source>{kind} files cannot be opened</source>
        <translation>{kind}-Dateien können nicht geöffnet werden</translation>
    </message>
    <message>
        <source>Save it as a 16-bit TIFF or PNG first.</source>
        <translation>Speichern Sie es zuerst als TIFF oder PNG mit 16 Bit.</translation>
    </message>
    <message>
        <source>pictures that store their values as {mode} cannot be opened</source>
        <translation>Bilder, die ihre Werte als {mode} speichern, können nicht geöffnet werden</translation>
    </message>
    <message>
        <source>Save it as 8- or 16-bit RGB first.</source>
        <translation>Speichern Sie es zuerst als RGB mit 8 oder 16 Bit.</translation>
    </message>
    <message>
        <source>camera raw files need the rawpy package</source>
        <translation>Rohbilder von Kameras brauchen das Paket rawpy</translation>
    </message>
    <message>
        <source>Install it with: pip install &quot;ccnet-studio[raw]&quot;</source>
        <translation>Installieren Sie es mit: pip install &quot;ccnet-studio[raw]&quot;</translation>
    </message>
    <message>
        <source>this kind of raw file is not supported</source>
        <translation>Rohbilder dieser Art werden nicht unterstützt</translation>
    </message>
    <message>
        <source>Convert it with the camera maker&apos;s software, to DNG or TIFF for example.</source>
        <translation>Wandeln Sie es mit dem Programm des Kameraherstellers um, zum Beispiel in DNG oder TIFF.</translation>
    </message>
    <message>
        <source>HEIC files need the pillow-heif package</source>
        <translation>HEIC-Dateien brauchen das Paket pillow-heif</translation>
    </message>
    <message>
        <source>Install it with: pip install &quot;ccnet-studio[heif]&quot;</source>
        <translation>Installieren Sie es mit: pip install &quot;ccnet-studio[heif]&quot;</translation>
    </message>
    <message>
        <source>this Pillow cannot open AVIF files</source>
        <translation>dieses Pillow kann keine AVIF-Dateien öffnen</translation>
    </message>
    <message>
        <source>Install a newer one with: pip install --upgrade pillow</source>
        <translation>Installieren Sie ein neueres mit: pip install --upgrade pillow</translation>
    </message>
    <message>
        <source>this Pillow was built without AVIF</source>
        <translation>dieses Pillow wurde ohne AVIF gebaut</translation>
    </message>
    <message>
        <source>Install Pillow from its official wheel.</source>
        <translation>Installieren Sie Pillow aus seinem offiziellen Wheel.</translation>
    </message>
    <message>
        <source>the disk is full</source>
        <translation>der Datenträger ist voll</translation>
    </message>
    <message>
        <source>the disk quota is used up</source>
        <translation>das Kontingent auf dem Datenträger ist erschöpft</translation>
    </message>
    <message>
        <source>Free some space or save to another disk.</source>
        <translation>Schaffen Sie Platz, oder speichern Sie auf einem anderen Datenträger.</translation>
    </message>
    <message>
        <source>there is no permission to write here</source>
        <translation>hier fehlt die Berechtigung zum Schreiben</translation>
    </message>
    <message>
        <source>Choose another folder.</source>
        <translation>Wählen Sie einen anderen Ordner.</translation>
    </message>
    <message>
        <source>the disk is read-only</source>
        <translation>der Datenträger ist schreibgeschützt</translation>
    </message>
    <message>
        <source>the folder does not exist</source>
        <translation>der Ordner existiert nicht</translation>
    </message>
    <message>
        <source>the folder {folder} does not exist</source>
        <translation>der Ordner {folder} existiert nicht</translation>
    </message>
    <message>
        <source>Create it first or choose another folder.</source>
        <translation>Legen Sie ihn zuerst an, oder wählen Sie einen anderen.</translation>
    </message>
    <message>
        <source>Give a file name inside it.</source>
        <translation>Geben Sie einen Dateinamen darin an.</translation>
    </message>
    <message>
        <source>no file can be written in this folder</source>
        <translation>in diesen Ordner kann keine Datei geschrieben werden</translation>
    </message>
    <message>
        <source>this is no file but a device</source>
        <translation>das ist keine Datei, sondern ein Gerät</translation>
    </message>
    <message>
        <source>Choose another name.</source>
        <translation>Wählen Sie einen anderen Namen.</translation>
    </message>
    <message>
        <source>a file of this name already exists</source>
        <translation>eine Datei dieses Namens existiert schon</translation>
    </message>
    <message>
        <source>Choose another name or allow overwriting.</source>
        <translation>Wählen Sie einen anderen Namen, oder erlauben Sie das Überschreiben.</translation>
    </message>
    <message>
        <source>Choose a shorter name.</source>
        <translation>Wählen Sie einen kürzeren Namen.</translation>
    </message>
    <message>
        <source>it could not be saved ({reason})</source>
        <translation>sie konnte nicht gespeichert werden ({reason})</translation>
    </message>
    <message>
        <source>Try another folder or disk.</source>
        <translation>Versuchen Sie einen anderen Ordner oder Datenträger.</translation>
    </message>
    <message>
        <source>there is not enough memory to save it</source>
        <translation>der Speicher reicht nicht aus, um sie zu speichern</translation>
    </message>
    <message>
        <source>it could not be encoded ({reason})</source>
        <translation>sie konnte nicht kodiert werden ({reason})</translation>
    </message>
    <message>
        <source>Try another format.</source>
        <translation>Versuchen Sie ein anderes Format.</translation>
    </message>
    <message>
        <source>{format} pictures have at most {largest} pixels a side</source>
        <translation>Bilder in {format} haben höchstens {largest} Pixel je Seite</translation>
    </message>
    <message>
        <source>Save it as PNG or TIFF.</source>
        <translation>Speichern Sie es als PNG oder TIFF.</translation>
    </message>
    <message>
        <source>the suffix {suffix} names no format that can be saved</source>
        <translation>zur Endung {suffix} gehört kein Format, in dem gespeichert werden kann</translation>
    </message>
    <message>
        <source>without a suffix the name tells no format that can be saved</source>
        <translation>ohne Endung nennt der Name kein Format, in dem gespeichert werden kann</translation>
    </message>
    <message>
        <source>Use one of {suffixes}.</source>
        <translation>Verwenden Sie eine dieser Endungen: {suffixes}.</translation>
    </message>
    <message>
        <source>photos cannot be saved in the format {format!r}</source>
        <translation>Fotos können nicht im Format {format!r} gespeichert werden</translation>
    </message>
    <message>
        <source>there is no quality {quality}</source>
        <translation>es gibt keine Qualität {quality}</translation>
    </message>
    <message>
        <source>Choose one from 1 to 100.</source>
        <translation>Wählen Sie eine von 1 bis 100.</translation>
    </message>
    <message>
        <source>there is no bit depth {bits}</source>
        <translation>es gibt keine Farbtiefe von {bits} Bit</translation>
    </message>
    <message>
        <source>there is no sharpening {amount!r}</source>
        <translation>es gibt keine Schärfung {amount!r}</translation>
    </message>
    <message>
        <source>Choose one of {amounts}.</source>
        <translation>Wähle eines von {amounts}.</translation>
    </message>
    <message>
        <source>Choose png or tiff, or a bit depth of 8.</source>
        <translation>Wählen Sie png oder tiff, oder eine Farbtiefe von 8 Bit.</translation>
    </message>
    <message>
        <source>Make the folder writable, or copy the photo elsewhere.</source>
        <translation>Machen Sie den Ordner beschreibbar, oder kopieren Sie das Foto an einen anderen Ort.</translation>
    </message>
    <message>
        <source>Make the disk writable, or copy the photo elsewhere.</source>
        <translation>Machen Sie den Datenträger beschreibbar, oder kopieren Sie das Foto an einen anderen Ort.</translation>
    </message>
    <message>
        <source>Free some space.</source>
        <translation>Schaffen Sie Platz.</translation>
    </message>
    <message>
        <source>Give the photo a shorter name.</source>
        <translation>Geben Sie dem Foto einen kürzeren Namen.</translation>
    </message>
    <message>
        <source>Move that folder away.</source>
        <translation>Verschieben Sie diesen Ordner.</translation>
    </message>
    <message>
        <source>Check the folder, or copy the photo elsewhere.</source>
        <translation>Prüfen Sie den Ordner, oder kopieren Sie das Foto an einen anderen Ort.</translation>
    </message>
    <message>
        <source>Make it readable or move it away, then open the photo again.</source>
        <translation>Machen Sie sie lesbar, oder verschieben Sie sie; öffnen Sie dann das Foto noch einmal.</translation>
    </message>
    <message>
        <source>Repair it or move it away, then open the photo again.</source>
        <translation>Reparieren oder verschieben Sie sie; öffnen Sie dann das Foto noch einmal.</translation>
    </message>
    <message>
        <source>Update the program, or move the file away; then open the photo again.</source>
        <translation>Aktualisieren Sie das Programm, oder verschieben Sie die Datei; öffnen Sie dann das Foto noch einmal.</translation>
    </message>
    <message>
        <source>it is no regular file</source>
        <translation>es ist keine gewöhnliche Datei</translation>
    </message>
    <message>
        <source>it is a link to another file, which is not followed</source>
        <translation>es ist eine Verknüpfung mit einer anderen Datei, der nicht gefolgt wird</translation>
    </message>
    <message>
        <source>it is too large: more than {megabytes} MB</source>
        <translation>sie ist zu groß: mehr als {megabytes} MB</translation>
    </message>
    <message>
        <source>Move it away, or choose another folder for the results.</source>
        <translation>Legen Sie sie woanders ab, oder wählen Sie einen anderen Ordner für die Ergebnisse.</translation>
    </message>
    <message>
        <source>a newer version wrote it ({schema}; this one reads up to {newest})</source>
        <translation>eine neuere Version hat sie geschrieben ({schema}; diese liest bis {newest})</translation>
    </message>
    <message>
        <source>it holds no adjustments that can be read ({reason})</source>
        <translation>sie enthält keine lesbaren Anpassungen ({reason})</translation>
    </message>
    <message>
        <source>it holds no preset that can be read ({reason})</source>
        <translation>sie enthält keine lesbare Vorgabe ({reason})</translation>
    </message>
    <message>
        <source>Choose a preset&apos;s file that exists and can be read.</source>
        <translation>Wählen Sie die Datei einer Vorgabe, die existiert und gelesen werden kann.</translation>
    </message>
    <message>
        <source>Export the preset again, or move the file away.</source>
        <translation>Exportieren Sie die Vorgabe noch einmal, oder verschieben Sie die Datei.</translation>
    </message>
    <message>
        <source>Update the program to use it.</source>
        <translation>Aktualisieren Sie das Programm, um sie zu verwenden.</translation>
    </message>
    <message>
        <source>it could not be deleted ({reason})</source>
        <translation>sie konnte nicht gelöscht werden ({reason})</translation>
    </message>
    <message>
        <source>Make it and its folder writable, then try again.</source>
        <translation>Machen Sie sie und ihren Ordner beschreibbar, und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>{file}: its header holds no CCNet configuration; choose a CCNet weights file</source>
        <translation>{file}: ihr Kopf enthält keine Konfiguration von CCNet; wählen Sie eine Gewichtsdatei von CCNet</translation>
    </message>
    <message>
        <source>{file}: cannot be read as weights ({reason}); choose another file</source>
        <translation>{file}: kann nicht als Gewichte gelesen werden ({reason}); wählen Sie eine andere Datei</translation>
    </message>
    <message>
        <source>{file}: cannot be read ({reason}); choose a file that is there and can be read</source>
        <translation>{file}: kann nicht gelesen werden ({reason}); wählen Sie eine Datei, die da ist und sich lesen lässt</translation>
    </message>
    <message>
        <source>{file}: holds values that are no finite numbers ({names}); choose another file</source>
        <translation>{file}: enthält Werte, die keine endlichen Zahlen sind ({names}); wählen Sie eine andere Datei</translation>
    </message>
    <message>
        <source>{file}: not the weights of this structure: {problems}; choose another file</source>
        <translation>{file}: nicht die Gewichte dieser Struktur: {problems}; wählen Sie eine andere Datei</translation>
    </message>
    <message>
        <source>the name {name!r} has characters that Windows does not allow</source>
        <translation>der Name {name!r} enthält Zeichen, die Windows nicht erlaubt</translation>
    </message>
    <message>
        <source>{file}: result of an earlier batch</source>
        <translation>{file}: Ergebnis einer früheren Stapelverarbeitung</translation>
    </message>
    <message>
        <source>{file}: already finished: {result}</source>
        <translation>{file}: schon fertig: {result}</translation>
    </message>
    <message>
        <source>{file}: already exists: {result}</source>
        <translation>{file}: schon vorhanden: {result}</translation>
    </message>
    <message>
        <source>{file}: is no checkpoint of weights; choose another file</source>
        <translation>{file}: enthält keine Gewichte; wählen Sie eine andere Datei</translation>
    </message>
    <message>
        <source>{file}: holds no state dict; choose another file</source>
        <translation>{file}: enthält kein State-Dict; wählen Sie eine andere Datei</translation>
    </message>
    <message>
        <source>{file}: there is not enough memory. Close other programs and try again.</source>
        <translation>{file}: der Speicher reicht nicht aus. Schließen Sie andere Programme, und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>There is not enough memory. Close other programs and try again.</source>
        <translation>Der Speicher reicht nicht aus. Schließen Sie andere Programme, und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>there is no long side of {pixels} pixels</source>
        <translation>es gibt keine lange Seite von {pixels} Pixeln</translation>
    </message>
    <message>
        <source>Choose one from 1.</source>
        <translation>Wählen Sie eine ab 1.</translation>
    </message>
    <message>
        <source>the name {name!r} has a lone brace</source>
        <translation>im Namen {name!r} steht eine einzelne geschweifte Klammer</translation>
    </message>
    <message>
        <source>the name {name!r} has an unknown placeholder {{{placeholder}}}</source>
        <translation>im Namen {name!r} steht ein unbekannter Platzhalter {{{placeholder}}}</translation>
    </message>
    <message>
        <source>the results need a name</source>
        <translation>die Ergebnisse brauchen einen Namen</translation>
    </message>
    <message>
        <source>the name {name!r} leads into another folder</source>
        <translation>der Name {name!r} führt in einen anderen Ordner</translation>
    </message>
    <message>
        <source>Use {name}, {number} and {date}, such as {name}-bright.</source>
        <translation>Verwenden Sie {name}, {number} und {date}, zum Beispiel {name}-hell.</translation>
    </message>
    <message>
        <source>a process ended with code {code} before it could work</source>
        <translation>ein Prozess endete mit dem Code {code}, bevor er arbeiten konnte</translation>
    </message>
    <message>
        <source>{file}: its process was ended by the system, perhaps for lack of memory. Try again with fewer jobs.</source>
        <translation>{file}: der Prozess wurde vom System beendet, vielleicht aus Mangel an Speicher. Versuchen Sie es noch einmal mit weniger Prozessen.</translation>
    </message>
    <message>
        <source>{device} has too little memory for this photo; going on with the CPU</source>
        <translation>{device} hat zu wenig Speicher für dieses Foto; weiter geht es mit der CPU</translation>
    </message>
    <message>
        <source>{name!r} is no device; use auto, cpu or cuda</source>
        <translation>{name!r} ist kein Gerät; verwenden Sie auto, cpu oder cuda</translation>
    </message>
    <message>
        <source>the device {name!r} is not available here; use cpu</source>
        <translation>das Gerät {name!r} ist hier nicht verfügbar; verwenden Sie cpu</translation>
    </message>
    <message>
        <source>CPU, 1 thread</source>
        <translation>CPU, 1 Thread</translation>
    </message>
    <message>
        <source>CPU, {threads} threads</source>
        <translation>CPU, {threads} Threads</translation>
    </message>
</context>
<context>
    <name>MetadataChoice</name>
    <message>
        <source>Remove &amp;location</source>
        <translation>Aufnah&amp;meort entfernen</translation>
    </message>
    <message>
        <source>Remove all</source>
        <translation>Alle entfernen</translation>
    </message>
    <message>
        <source>Camera, date, place, captions, rights; colours are told all the same</source>
        <translation>Kamera, Datum, Ort, Beschreibungen, Rechte; Farben werden trotzdem angegeben</translation>
    </message>
</context>
<context>
    <name>MixerEditor</name>
    <message>
        <source>Hue</source>
        <translation>Farbton</translation>
    </message>
    <message>
        <source>Saturation</source>
        <translation>Sättigung</translation>
    </message>
    <message>
        <source>Luminance</source>
        <translation>Luminanz</translation>
    </message>
    <message>
        <source>Red</source>
        <translation>Rot</translation>
    </message>
    <message>
        <source>Orange</source>
        <translation>Orange</translation>
    </message>
    <message>
        <source>Yellow</source>
        <translation>Gelb</translation>
    </message>
    <message>
        <source>Green</source>
        <translation>Grün</translation>
    </message>
    <message>
        <source>Aqua</source>
        <translation>Türkis</translation>
    </message>
    <message>
        <source>Blue</source>
        <translation>Blau</translation>
    </message>
    <message>
        <source>Purple</source>
        <translation>Violett</translation>
    </message>
    <message>
        <source>Magenta</source>
        <translation>Magenta</translation>
    </message>
    <message>
        <source>Drag on the photo…</source>
        <translation>Im Foto ziehen…</translation>
    </message>
    <message>
        <source>Drag up or down on a colour in the photo to change it</source>
        <translation>Auf einer Farbe im Foto nach oben oder unten ziehen, um sie zu ändern</translation>
    </message>
    <message>
        <source>{part}: {names}</source>
        <translation>{part}: {names}</translation>
    </message>
    <message>
        <source>Reset {part}: {names}</source>
        <translation>{part} zurücksetzen: {names}</translation>
    </message>
</context>
<context>
    <name>Names</name>
    <message>
        <source>Pasted picture</source>
        <translation>Eingefügtes Bild</translation>
    </message>
    <message>
        <source>Blue hour</source>
        <translation>Blaue Stunde</translation>
    </message>
    <message>
        <source>Canyon</source>
        <translation>Canyon</translation>
    </message>
    <message>
        <source>Clear sea</source>
        <translation>Klares Meer</translation>
    </message>
    <message>
        <source>Desert</source>
        <translation>Wüste</translation>
    </message>
    <message>
        <source>Golden hour</source>
        <translation>Goldene Stunde</translation>
    </message>
    <message>
        <source>Mountain lake</source>
        <translation>Bergsee</translation>
    </message>
    <message>
        <source>Old town</source>
        <translation>Altstadt</translation>
    </message>
    <message>
        <source>Periwinkle</source>
        <translation>Immergrün</translation>
    </message>
    <message>
        <source>Spice market</source>
        <translation>Gewürzmarkt</translation>
    </message>
    <message>
        <source>Tea garden</source>
        <translation>Teegarten</translation>
    </message>
    <message>
        <source>Twilight path</source>
        <translation>Dämmerweg</translation>
    </message>
</context>
<context>
    <name>Notice</name>
    <message>
        <source>{count} older</source>
        <translation>{count} ältere</translation>
    </message>
</context>
<context>
    <name>NoticeLine</name>
    <message>
        <source>Dismiss</source>
        <translation>Schließen</translation>
    </message>
</context>
<context>
    <name>Opening</name>
    <message>
        <source>{name}: there is no photo in this folder. Choose another.</source>
        <translation>{name}: In diesem Ordner ist kein Foto. Wählen Sie einen anderen.</translation>
    </message>
    <message>
        <source>{name} was changed by another program, and is read anew.</source>
        <translation>{name} wurde von einem anderen Programm geändert und wird neu gelesen.</translation>
    </message>
    <message>
        <source>Open photos</source>
        <translation>Fotos öffnen</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>Ordner öffnen</translation>
    </message>
    <message>
        <source>Add reference pictures</source>
        <translation>Referenzbilder hinzufügen</translation>
    </message>
    <message>
        <source>Photos</source>
        <translation>Fotos</translation>
    </message>
    <message>
        <source>All files</source>
        <translation>Alle Dateien</translation>
    </message>
    <message>
        <source>The clipboard holds no picture. Copy one, or a picture&apos;s file, first.</source>
        <translation>Die Zwischenablage enthält kein Bild. Kopieren Sie zuerst eines oder die Datei eines Bildes.</translation>
    </message>
    <message>
        <source>None yet</source>
        <translation>Noch keine</translation>
    </message>
    <message>
        <source>The program did not close properly while {count} photos were listed.</source>
        <translation>Das Programm wurde nicht richtig beendet, während {count} Fotos im Filmstreifen lagen.</translation>
    </message>
    <message>
        <source>Open them again</source>
        <translation>Wieder öffnen</translation>
    </message>
    <message>
        <source>The program did not close properly while {name} was open.</source>
        <translation>Das Programm wurde nicht richtig beendet, während {name} geöffnet war.</translation>
    </message>
    <message>
        <source>Open it again</source>
        <translation>Wieder öffnen</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>{name} was not brightened.</source>
        <translation>{name} wurde nicht aufgehellt.</translation>
    </message>
    <message>
        <source>List them all</source>
        <translation>Alle auflisten</translation>
    </message>
</context>
<context>
    <name>PartDialog</name>
    <message>
        <source>Colours of {name}</source>
        <translation>Farben von {name}</translation>
    </message>
    <message>
        <source>Drag over the part whose colours count.</source>
        <translation>Ziehen Sie über den Teil, dessen Farben zählen.</translation>
    </message>
    <message>
        <source>Whole picture</source>
        <translation>Ganzes Bild</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>Anwenden</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
</context>
<context>
    <name>PartView</name>
    <message>
        <source>Part of the picture</source>
        <translation>Teil des Bildes</translation>
    </message>
    <message>
        <source>Its colours are followed. Drag over the picture, or move it with the arrow keys and size it with Shift and the arrow keys.</source>
        <translation>Seine Farben werden übernommen. Ziehen Sie über das Bild, oder verschieben Sie ihn mit den Pfeiltasten und ändern seine Größe mit Umschalt und den Pfeiltasten.</translation>
    </message>
</context>
<context>
    <name>PhotoPreview</name>
    <message>
        <source>Preview</source>
        <translation>Vorschau</translation>
    </message>
    <message>
        <source>Select a photo to see it here.</source>
        <translation>Wählen Sie ein Foto aus, um es hier zu sehen.</translation>
    </message>
</context>
<context>
    <name>PreferenceKeeper</name>
    <message>
        <source>{problem}. Going on with {device}.</source>
        <translation>{problem}. Weiter mit {device}.</translation>
    </message>
</context>
<context>
    <name>PreferencesDialog</name>
    <message>
        <source>Preferences</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Previe&amp;w size</source>
        <translation>&amp;Vorschaugröße</translation>
    </message>
    <message>
        <source>Tone and colours are decided at this size. Smaller is faster.</source>
        <translation>Bestimmt Ton und Farben. Kleiner ist schneller.</translation>
    </message>
    <message>
        <source>Export defaults</source>
        <translation>Export-Standard</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>Fenster</translation>
    </message>
    <message>
        <source>{name} (not here)</source>
        <translation>{name} (nicht vorhanden)</translation>
    </message>
    <message>
        <source>Restore defaults</source>
        <translation>Zurück zum Standard</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>Gerät</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>Automatisch</translation>
    </message>
    <message>
        <source>CPU threads</source>
        <translation>CPU-Threads</translation>
    </message>
    <message>
        <source>Preview size</source>
        <translation>Vorschaugröße</translation>
    </message>
    <message>
        <source>{size} MP</source>
        <translation>{size} MP</translation>
    </message>
    <message>
        <source> MB</source>
        <translation> MB</translation>
    </message>
    <message>
        <source>Memory for brightened photos</source>
        <translation>Speicher für aufgehellte Fotos</translation>
    </message>
    <message>
        <source>Load…</source>
        <translation>Laden…</translation>
    </message>
    <message>
        <source>Use built-in</source>
        <translation>Mitgeliefertes verwenden</translation>
    </message>
    <message>
        <source>Use built-in (free)</source>
        <translation>Mitgeliefertes (frei) verwenden</translation>
    </message>
    <message>
        <source>Trained on free photographs alone, for any use.</source>
        <translation>Nur mit freien Fotografien trainiert, für jede Nutzung.</translation>
    </message>
    <message>
        <source>&amp;Device</source>
        <translation>&amp;Gerät</translation>
    </message>
    <message>
        <source>CPU &amp;threads</source>
        <translation>CPU-&amp;Threads</translation>
    </message>
    <message>
        <source>&amp;Memory for photos</source>
        <translation>Speicher für F&amp;otos</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>Gewichte</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>Format</translation>
    </message>
    <message>
        <source>Same as original</source>
        <translation>Wie Original</translation>
    </message>
    <message>
        <source>Quality</source>
        <translation>Qualität</translation>
    </message>
    <message>
        <source>Depth</source>
        <translation>Farbtiefe</translation>
    </message>
    <message>
        <source>{bits} bits per channel</source>
        <translation>{bits} Bit pro Kanal</translation>
    </message>
    <message>
        <source>&amp;Format</source>
        <translation>&amp;Format</translation>
    </message>
    <message>
        <source>&amp;Quality</source>
        <translation>&amp;Qualität</translation>
    </message>
    <message>
        <source>De&amp;pth</source>
        <translation>Farbt&amp;iefe</translation>
    </message>
    <message>
        <source>Later exports begin as the last one did, until this is changed.</source>
        <translation>Danach wie beim letzten Export, bis dies geändert wird.</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>System default</source>
        <translation>Systemstandard</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>Farbschema</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>&amp;Language</source>
        <translation>S&amp;prache</translation>
    </message>
    <message>
        <source>T&amp;heme</source>
        <translation>Farb&amp;schema</translation>
    </message>
    <message>
        <source>Both take effect when the program is started again.</source>
        <translation>Beides gilt ab dem nächsten Start des Programms.</translation>
    </message>
    <message>
        <source>Shipped with the program: for non-commercial use</source>
        <translation>Mitgeliefert: für nichtkommerzielle Nutzung</translation>
    </message>
    <message>
        <source>Free: for any use, a little less faithful</source>
        <translation>Frei: für jede Nutzung, etwas weniger getreu</translation>
    </message>
    <message>
        <source>All files</source>
        <translation>Alle Dateien</translation>
    </message>
    <message>
        <source>Load weights</source>
        <translation>Gewichte laden</translation>
    </message>
</context>
<context>
    <name>PresetNameDialog</name>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>With the &amp;crop of this photo</source>
        <translation>Mit dem &amp;Zuschnitt dieses Fotos</translation>
    </message>
    <message>
        <source>With the &amp;masks of this photo</source>
        <translation>Mit den &amp;Masken dieses Fotos</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>&amp;Name</translation>
    </message>
</context>
<context>
    <name>PresetSection</name>
    <message>
        <source>{name}: click to apply, right-click to rename, export or delete</source>
        <translation>{name}: Klick wendet an; Rechtsklick zum Umbenennen, Exportieren oder Löschen</translation>
    </message>
    <message>
        <source>Save the adjustments of a photo, to give them to other photos.</source>
        <translation>Speichern Sie die Anpassungen eines Fotos, um sie anderen zu geben.</translation>
    </message>
    <message>
        <source>Save preset…</source>
        <translation>Speichern…</translation>
    </message>
    <message>
        <source>Save the current adjustments as a preset (Ctrl+Alt+S)</source>
        <translation>Die aktuellen Anpassungen als Vorgabe speichern (Strg+Alt+S)</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>Importieren…</translation>
    </message>
    <message>
        <source>Take in preset files (Ctrl+Alt+O), which can also be dropped here</source>
        <translation>Vorgabedateien aufnehmen (Strg+Alt+O); sie lassen sich auch hierher ziehen</translation>
    </message>
</context>
<context>
    <name>Presets</name>
    <message>
        <source>Preset {name}</source>
        <translation>Vorgabe {name}</translation>
    </message>
    <message>
        <source>Takes the place of the preset of this name.</source>
        <translation>Ersetzt die Vorgabe dieses Namens.</translation>
    </message>
    <message>
        <source>My preset</source>
        <translation>Meine Vorgabe</translation>
    </message>
    <message>
        <source>Save preset</source>
        <translation>Vorgabe speichern</translation>
    </message>
    <message>
        <source>Another preset has this name.</source>
        <translation>Eine andere Vorgabe heißt schon so.</translation>
    </message>
    <message>
        <source>Rename preset</source>
        <translation>Vorgabe umbenennen</translation>
    </message>
    <message>
        <source>The preset {old} is now called {new}.</source>
        <translation>Die Vorgabe {old} heißt jetzt {new}.</translation>
    </message>
    <message>
        <source>Export preset</source>
        <translation>Vorgabe exportieren</translation>
    </message>
    <message>
        <source>Exported {name}</source>
        <translation>{name} exportiert</translation>
    </message>
    <message>
        <source>The preset {name} is deleted.</source>
        <translation>Die Vorgabe {name} ist gelöscht.</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Import presets</source>
        <translation>Vorgaben importieren</translation>
    </message>
    <message>
        <source>Presets imported: {names}</source>
        <translation>Vorgaben importiert: {names}</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>Anwenden</translation>
    </message>
    <message>
        <source>Rename…</source>
        <translation>Umbenennen…</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Exportieren…</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>The preset {name} is saved.</source>
        <translation>Die Vorgabe {name} ist gespeichert.</translation>
    </message>
    <message>
        <source>Presets</source>
        <translation>Vorgaben</translation>
    </message>
    <message>
        <source>All files</source>
        <translation>Alle Dateien</translation>
    </message>
</context>
<context>
    <name>Readout</name>
    <message>
        <source>Pixel under the cursor</source>
        <translation>Pixel unter dem Mauszeiger</translation>
    </message>
    <message>
        <source>Original</source>
        <translation>Original</translation>
    </message>
</context>
<context>
    <name>ReferenceRow</name>
    <message>
        <source>Follow a part of this picture…</source>
        <translation>Nur einen Teil dieses Bildes verwenden …</translation>
    </message>
    <message>
        <source>How much of the mix this reference is; the others share the rest.</source>
        <translation>Wie viel von der Mischung diese Referenz ausmacht; die anderen teilen sich den Rest.</translation>
    </message>
    <message>
        <source>Remove this reference</source>
        <translation>Diese Referenz entfernen</translation>
    </message>
    <message>
        <source>Remove {name}</source>
        <translation>{name} entfernen</translation>
    </message>
    <message>
        <source>This reference is followed alone; a share counts beside another one.</source>
        <translation>Diese Referenz wirkt allein; ein Anteil zählt erst neben einer weiteren.</translation>
    </message>
</context>
<context>
    <name>Section</name>
    <message>
        <source>Reset {section}</source>
        <translation>{section} zurücksetzen</translation>
    </message>
    <message>
        <source>Hide this section</source>
        <translation>Diesen Abschnitt einklappen</translation>
    </message>
    <message>
        <source>Show this section</source>
        <translation>Diesen Abschnitt ausklappen</translation>
    </message>
</context>
<context>
    <name>SharpenBox</name>
    <message>
        <source>None</source>
        <translation>Nicht</translation>
    </message>
    <message>
        <source>For screen, low</source>
        <translation>Für Bildschirm, wenig</translation>
    </message>
    <message>
        <source>For screen, standard</source>
        <translation>Für Bildschirm, mittel</translation>
    </message>
    <message>
        <source>For screen, high</source>
        <translation>Für Bildschirm, stark</translation>
    </message>
    <message>
        <source>At the final size; the more a picture is reduced, the more</source>
        <translation>In der Endgröße; je stärker verkleinert wird, desto mehr</translation>
    </message>
</context>
<context>
    <name>ShortcutsDialog</name>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Tastenkürzel</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>Befehl</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Tasten</translation>
    </message>
    <message>
        <source> or </source>
        <translation> oder </translation>
    </message>
</context>
<context>
    <name>SnapshotList</name>
    <message>
        <source>Keep what is decided under a name, to come back to it or to compare.</source>
        <translation>Den Stand unter einem Namen behalten, um zu ihm zurückzukehren oder ihn zu vergleichen.</translation>
    </message>
    <message>
        <source>New snapshot…</source>
        <translation>Neuer Schnappschuss…</translation>
    </message>
    <message>
        <source>Keep the current adjustments of this photo under a name (Ctrl+Shift+N)</source>
        <translation>Die jetzigen Anpassungen dieses Fotos unter einem Namen behalten (Strg+Umschalt+N)</translation>
    </message>
</context>
<context>
    <name>Snapshots</name>
    <message>
        <source>Snapshot {number}</source>
        <translation>Schnappschuss {number}</translation>
    </message>
    <message>
        <source>A photo has {count} snapshots at most.</source>
        <translation>Ein Foto hat höchstens {count} Schnappschüsse.</translation>
    </message>
    <message>
        <source>Takes the place of the snapshot of this name.</source>
        <translation>Ersetzt den Schnappschuss dieses Namens.</translation>
    </message>
    <message>
        <source>New snapshot</source>
        <translation>Neuer Schnappschuss</translation>
    </message>
    <message>
        <source>The snapshot {name} is saved.</source>
        <translation>Der Schnappschuss {name} ist gespeichert.</translation>
    </message>
    <message>
        <source>Snapshot {name}</source>
        <translation>Schnappschuss {name}</translation>
    </message>
    <message>
        <source>Another snapshot has this name.</source>
        <translation>Ein anderer Schnappschuss heißt so.</translation>
    </message>
    <message>
        <source>Rename snapshot</source>
        <translation>Schnappschuss umbenennen</translation>
    </message>
    <message>
        <source>The snapshot {name} is deleted.</source>
        <translation>Der Schnappschuss {name} ist gelöscht.</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>Anwenden</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>Vergleichen</translation>
    </message>
    <message>
        <source>Rename…</source>
        <translation>Umbenennen…</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
</context>
<context>
    <name>StatusBar</name>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Show the batch</source>
        <translation>Stapelverarbeitung zeigen</translation>
    </message>
    <message>
        <source>Loading the network…</source>
        <translation>Netz wird geladen…</translation>
    </message>
    <message>
        <source>, 16 bits</source>
        <translation>, 16 Bit</translation>
    </message>
    <message>
        <source>black level {value}</source>
        <translation>Schwarzwert {value}</translation>
    </message>
    <message>
        <source>read noise {value}</source>
        <translation>Ausleserauschen {value}</translation>
    </message>
    <message>
        <source>gain {value} per electron</source>
        <translation>Verstärkung {value} je Elektron</translation>
    </message>
    <message>
        <source>Rendered in {ms:.0f} ms</source>
        <translation>Berechnet in {ms:.0f} ms</translation>
    </message>
    <message>
        <source>Noise in dark parts: {deviation} of L*</source>
        <translation>Rauschen in dunklen Bereichen: {deviation} von L*</translation>
    </message>
</context>
<context>
    <name>Studio</name>
    <message>
        <source>{name} was not added: its photo is no longer open. Go back to the photo and add it.</source>
        <translation>{name} wurde nicht hinzugefügt: Das Foto ist nicht mehr geöffnet. Gehen Sie dorthin zurück und fügen Sie das Bild erneut hinzu.</translation>
    </message>
</context>
<context>
    <name>SyncDialog</name>
    <message>
        <source>Sync settings</source>
        <translation>Einstellungen abgleichen</translation>
    </message>
    <message>
        <source>&amp;Light</source>
        <translation>&amp;Licht</translation>
    </message>
    <message>
        <source>&amp;White balance</source>
        <translation>&amp;Weißabgleich</translation>
    </message>
    <message>
        <source>&amp;Colour</source>
        <translation>&amp;Farbe</translation>
    </message>
    <message>
        <source>&amp;Tone curve</source>
        <translation>&amp;Gradationskurve</translation>
    </message>
    <message>
        <source>Colour mi&amp;xer</source>
        <translation>Farb&amp;mischer</translation>
    </message>
    <message>
        <source>&amp;Detail</source>
        <translation>&amp;Details</translation>
    </message>
    <message>
        <source>&amp;Style</source>
        <translation>&amp;Stil</translation>
    </message>
    <message>
        <source>Loo&amp;ks</source>
        <translation>Loo&amp;ks</translation>
    </message>
    <message>
        <source>L&amp;ens</source>
        <translation>&amp;Objektiv</translation>
    </message>
    <message>
        <source>C&amp;rop</source>
        <translation>&amp;Zuschnitt</translation>
    </message>
    <message>
        <source>&amp;Masks</source>
        <translation>Mask&amp;en</translation>
    </message>
    <message>
        <source>Settings of {name} for the other selected photos ({count}):</source>
        <translation>Einstellungen von {name} für die anderen ausgewählten Fotos ({count}):</translation>
    </message>
    <message>
        <source>&amp;All</source>
        <translation>&amp;Alle</translation>
    </message>
    <message>
        <source>&amp;None</source>
        <translation>Ke&amp;ine</translation>
    </message>
    <message>
        <source>S&amp;ync</source>
        <translation>A&amp;bgleichen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
</context>
<context>
    <name>Syncing</name>
    <message>
        <source>Select other photos in the filmstrip first: Ctrl-click, Shift-click or Ctrl+A.</source>
        <translation>Wählen Sie zuerst weitere Fotos im Filmstreifen: Strg+Klick, Umschalt+Klick oder Strg+A.</translation>
    </message>
    <message>
        <source>Sync settings</source>
        <translation>Einstellungen abgleichen</translation>
    </message>
    <message>
        <source>{count} photos stay as they are: what is kept beside them cannot be read.</source>
        <translation>{count} Fotos bleiben, wie sie sind: Was neben ihnen gespeichert ist, lässt sich nicht lesen.</translation>
    </message>
    <message>
        <source>{count} photos have new settings.</source>
        <translation>{count} Fotos haben neue Einstellungen.</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>The selected photos have these settings already.</source>
        <translation>Die ausgewählten Fotos haben diese Einstellungen bereits.</translation>
    </message>
</context>
<context>
    <name>TakingOut</name>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>{name} was removed from the filmstrip; its file stays.</source>
        <translation>{name} wurde aus dem Filmstreifen entfernt; die Datei bleibt.</translation>
    </message>
    <message>
        <source>{name} was removed from the filmstrip.</source>
        <translation>{name} wurde aus dem Filmstreifen entfernt.</translation>
    </message>
    <message>
        <source>{count} photos were removed from the filmstrip; their files stay.</source>
        <translation>{count} Fotos wurden aus dem Filmstreifen entfernt; die Dateien bleiben.</translation>
    </message>
    <message>
        <source>{count} photos were removed from the filmstrip.</source>
        <translation>{count} Fotos wurden aus dem Filmstreifen entfernt.</translation>
    </message>
</context>
<context>
    <name>Welcome</name>
    <message>
        <source>Drop a dark photo here</source>
        <translation>Ein dunkles Foto hierher ziehen</translation>
    </message>
    <message>
        <source>It is brightened once; then you decide how its colours come back.</source>
        <translation>Es wird einmal aufgehellt; dann entscheiden Sie, wie seine Farben zurückkehren.</translation>
    </message>
    <message>
        <source>Open photo…</source>
        <translation>Foto öffnen…</translation>
    </message>
    <message>
        <source>Try the sample</source>
        <translation>Beispiel ausprobieren</translation>
    </message>
    <message>
        <source>Nothing leaves your computer.</source>
        <translation>Nichts verlässt Ihren Computer.</translation>
    </message>
    <message>
        <source>Recent</source>
        <translation>Zuletzt geöffnet</translation>
    </message>
    <message>
        <source>Last session: {count} photos</source>
        <translation>Letzte Sitzung: {count} Fotos</translation>
    </message>
    <message>
        <source>Open all of them again</source>
        <translation>Alle wieder öffnen</translation>
    </message>
    <message>
        <source>Opening {name}…</source>
        <translation>{name} wird geöffnet…</translation>
    </message>
</context>
<context>
    <name>_Row</name>
    <message>
        <source>How far the colours go through this look.</source>
        <translation>Wie weit die Farben durch diesen Look gehen.</translation>
    </message>
    <message>
        <source>Apply {name} earlier</source>
        <translation>{name} früher anwenden</translation>
    </message>
    <message>
        <source>Remove {name}</source>
        <translation>{name} entfernen</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>Anwenden</translation>
    </message>
    <message>
        <source>Apply snapshot {name}</source>
        <translation>Schnappschuss {name} anwenden</translation>
    </message>
    <message>
        <source>Compare with {name}</source>
        <translation>Mit {name} vergleichen</translation>
    </message>
    <message>
        <source>Rename or delete {name}</source>
        <translation>{name} umbenennen oder löschen</translation>
    </message>
</context>
</TS>
