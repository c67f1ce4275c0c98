<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE" sourcelanguage="en">
<context>
    <name>studio</name>
    <message>
        <location filename="../../studio/state/resolve.py"/>
        <source>(read-only)</source>
        <translation>(schreibgeschützt)</translation>
    </message>
    <message>
        <location filename="../../studio/views/job_bar.py"/>
        <source>+{count}</source>
        <translation>+{count}</translation>
    </message>
    <message>
        <location filename="../../studio/views/timeline/remap_view.py"/>
        <source>0 s</source>
        <translation>0 s</translation>
    </message>
    <message>
        <location filename="../../studio/views/photo/views_box.py"/>
        <source>0° is the photo's side, 90° the one on its right</source>
        <translation>0° ist die Seite des Fotos, 90° die rechts davon</translation>
    </message>
    <message>
        <location filename="../../studio/views/export/export_choices.py"/>
        <source>2 × 2 pixels</source>
        <translation>2 × 2 Pixel</translation>
    </message>
    <message>
        <location filename="../../studio/views/export/export_choices.py"/>
        <source>256 colours; for chats and documents.</source>
        <translation>256 Farben; für Chats und Dokumente.</translation>
    </message>
    <message>
        <location filename="../../studio/views/export/export_choices.py"/>
        <source>3 × 3 pixels</source>
        <translation>3 × 3 Pixel</translation>
    </message>
    <message>
        <location filename="../../studio/state/export_presets.py"/>
        <source>360° video</source>
        <translation>360°-Video</translation>
    </message>
    <message>
        <location filename="../../studio/views/export/export_choices.py"/>
        <source>360°, 2048 × 1024</source>
        <translation>360°, 2048 × 1024</translation>
    </message>
    <message>
        <location filename="../../studio/views/export/export_choices.py"/>
        <source>360°, all round</source>
        <translation>360°, ringsum</translation>
    </message>
    <message>
        <location filename="../../studio/views/export/export_choices.py"/>
        <source>4 × 4 pixels</source>
        <translation>4 × 4 Pixel</translation>
    </message>
    <message>
        <location filename="../../studio/views/export/export_choices.py"/>
        <source>4D file</source>
        <translation>4D-Datei</translation>
    </message>
    <message>
        <location filename="../../studio/state/export_presets.py"/>
        <source>4D web page</source>
        <translation>4D-Webseite</translation>
    </message>
    <message>
        <location filename="../../studio/state/export_presets.py"/>
        <source>4K video</source>
        <translation>4K-Video</translation>
    </message>
    <message>
        <location filename="../../studio/views/export/export_choices.py"/>
        <source>4K, 3840 × 2160</source>
        <translation>4K, 3840 × 2160</translation>
    </message>
    <message>
        <location filename="../../resources/scenes/templates.json"/>
        <source>A block slides in from the side and pushes the object along.</source>
        <translation>Ein Block gleitet von der Seite heran und schiebt das Objekt vor sich her.</translation>
    </message>
    <message>
        <location filename="../../studio/doctor_parts.py"/>
        <source>a folder</source>
        <translation>ein Ordner</translation>
    </message>
    <message>
        <location filename="../../studio/views/export/export_choices.py"/>
        <source>A folder of numbered pictures.</source>
        <translation>Ein Ordner nummerierter Bilder.</translation>
    </message>
    <message>
        <location filename="../../studio/views/export/export_choices.py"/>
        <source>A folder of pictures in linear light, for compositing.</source>
        <translation>Ein Ordner mit Bildern in linearem Licht, zum Compositing.</translation>
    </message>
    <message>
        <location filename="../../studio/views/export/export_choices.py"/>
        <source>A folder with a splat file for each frame; every tool reads it.</source>
        <translation>Ein Ordner mit einer Splat-Datei je Einzelbild; jedes Werkzeug liest sie.</translation>
    </message>
    <message>
        <location filename="../../resources/scenes/templates.json"/>
        <source>A gusty wind blows the object over the ground.</source>
        <translation>Ein böiger Wind weht das Objekt über den Boden.</translation>
    </message>
    <message>
        <location filename="../../studio/views/main_window.py"/>
        <source>A job is running</source>
        <translation>Ein Vorgang läuft</translation>
    </message>
    <message>
        <location filename="../../studio/doctor_display.py"/>
        <source>a laptop with two cards draws on the slow one unless told otherwise; for the fast one: {variables} phys4d-studio</source>
        <translation>Ein Laptop mit zwei Karten zeichnet auf der langsamen, wenn man nichts anderes sagt; für die schnelle: {variables} phys4d-studio</translation>
    </message>
    <message>
        <location filename="../../studio/views/export/export_choices.py"/>
        <source>A light floor with a soft shadow.</source>
        <translation>Ein heller Boden mit weichem Schatten.</translation>
    </message>
    <message>
        <location filename="../../studio/doctor_machine.py"/>
        <source>a long take needs up to {most} GB; free some space</source>
        <translation>Eine lange Aufnahme braucht bis zu {most} GB; schaffen Sie Platz</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_camera.py"/>
        <source>A loop is stretched over the take of {length} s.</source>
        <translation>Eine Schleife wird über die Aufnahme von {length} s gestreckt.</translation>
    </message>
    <message>
        <location filename="../../resources/scenes/templates.json"/>
        <source>A plate comes down on the object, presses it to half its height and lifts off again.</source>
        <translation>Eine Platte senkt sich auf das Objekt, drückt es auf die halbe Höhe und hebt sich wieder.</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_doctor.py"/>
        <source>A simulation in preview quality takes {seconds:.0f} s at most.</source>
        <translation>Eine Simulation in Vorschauqualität dauert höchstens {seconds:.0f} s.</translation>
    </message>
    <message>
        <location filename="../../studio/state/gallery_view.py"/>
        <source>A splat file has no predicted material to sample from.</source>
        <translation>Eine Splat-Datei hat kein vorhergesagtes Material, aus dem sich ziehen ließe.</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_selection.py"/>
        <source>A take keeps the place it was simulated in; simulate again after moving.</source>
        <translation>Eine Aufnahme behält die Lage, in der sie simuliert wurde; nach dem Verschieben neu simulieren.</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/vote_controller.py"/>
        <source>A vote needs two finished candidates; wait, or sample some first.</source>
        <translation>Eine Abstimmung braucht zwei fertige Kandidaten; warten Sie, oder ziehen Sie erst einige.</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/opening_controller.py"/>
        <source>a window on {host}</source>
        <translation>ein Fenster auf {host}</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/help_commands.py"/>
        <location filename="../../studio/views/help_dialogs.py"/>
        <source>About phys4d-studio</source>
        <translation>Über phys4d-studio</translation>
    </message>
    <message>
        <location filename="../../studio/views/photo/model_card_box.py"/>
        <source>About this model</source>
        <translation>Über dieses Modell</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_model.py"/>
        <source>about {size}</source>
        <translation>etwa {size}</translation>
    </message>
    <message>
        <location filename="../../resources/materials/presets.json"/>
        <source>ABS plastic</source>
        <translation>ABS-Kunststoff</translation>
    </message>
    <message>
        <location filename="../../studio/doctor_parts.py"/>
        <source>absent</source>
        <translation>fehlt</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/window_commands.py"/>
        <location filename="../../studio/views/docks.py"/>
        <location filename="../../studio/views/shell/activity_panel.py"/>
        <source>Activity</source>
        <translation>Aktivität</translation>
    </message>
    <message>
        <location filename="../../studio/views/job_bar.py"/>
        <source>Activity, {count} more</source>
        <translation>Aktivität, {count} weitere</translation>
    </message>
    <message>
        <location filename="../../studio/views/candidates/learn_panel.py"/>
        <location filename="../../studio/views/photo/adapter_box.py"/>
        <source>Adapter</source>
        <translation>Adapter</translation>
    </message>
    <message>
        <location filename="../../studio/views/photo/file_prompts.py"/>
        <source>Adapters</source>
        <translation>Adapter</translation>
    </message>
    <message>
        <location filename="../../studio/views/scene/scene_panel.py"/>
        <source>Add</source>
        <translation>Hinzufügen</translation>
    </message>
    <message>
        <location filename="../../studio/state/condition_reasons.py"/>
        <source>Add a camera key first.</source>
        <translation>Fügen Sie zuerst einen Kameraschlüssel hinzu.</translation>
    </message>
    <message>
        <location filename="../../studio/state/condition_reasons.py"/>
        <source>Add a marker first.</source>
        <translation>Setzen Sie zuerst eine Marke.</translation>
    </message>
    <message>
        <location filename="../../studio/views/photo/file_prompts.py"/>
        <source>Add a mesh</source>
        <translation>Netz hinzufügen</translation>
    </message>
    <message>
        <location filename="../../studio/views/photo/file_prompts.py"/>
        <source>Add a photo or splat</source>
        <translation>Foto oder Splat hinzufügen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/photo_pointer.py"/>
        <source>Add an outline</source>
        <translation>Umriss hinzufügen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/camera_path_controller.py"/>
        <source>Add camera key</source>
        <translation>Kameraschlüssel hinzufügen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/collider_keys_controller.py"/>
        <location filename="../../studio/controllers/commands/timeline_commands.py"/>
        <source>Add collider key</source>
        <translation>Schlüssel des Hindernisses hinzufügen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/camera_commands.py"/>
        <source>Add key from this view</source>
        <translation>Schlüssel aus dieser Ansicht hinzufügen</translation>
    </message>
    <message>
        <location filename="../../studio/views/export/export_form.py"/>
        <source>Add keys in the camera panel first.</source>
        <translation>Fügen Sie zuerst im Kamerabereich Schlüssel hinzu.</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/timeline_commands.py"/>
        <location filename="../../studio/controllers/timeline_controller.py"/>
        <source>Add marker</source>
        <translation>Marke setzen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/photo_views_controller.py"/>
        <source>Add pictures</source>
        <translation>Bilder hinzufügen</translation>
    </message>
    <message>
        <location filename="../../studio/views/photo/file_prompts.py"/>
        <source>Add pictures of other sides</source>
        <translation>Andere Seiten hinzufügen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/photo_commands.py"/>
        <source>Add pictures of other sides…</source>
        <translation>Andere Seiten hinzufügen…</translation>
    </message>
    <message>
        <location filename="../../studio/views/photo/file_prompts.py"/>
        <source>Add votes of other projects</source>
        <translation>Stimmen anderer Projekte hinzufügen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/learning_commands.py"/>
        <source>Add votes of other projects…</source>
        <translation>Stimmen anderer Projekte hinzufügen …</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/scene_controller.py"/>
        <source>Add {name}</source>
        <translation>{name} hinzufügen</translation>
    </message>
    <message>
        <location filename="../../studio/views/candidates/learn_comparison.py"/>
        <source>After</source>
        <translation>Nachher</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/camera_path_controller.py"/>
        <source>Aim camera</source>
        <translation>Kamera ausrichten</translation>
    </message>
    <message>
        <location filename="../../studio/views/shell/notices_panel.py"/>
        <source>All</source>
        <translation>Alle</translation>
    </message>
    <message>
        <location filename="../../studio/views/material/curve_legend.py"/>
        <source>all</source>
        <translation>alle</translation>
    </message>
    <message>
        <location filename="../../studio/views/material/curve_switch.py"/>
        <source>All classes</source>
        <translation>Alle Klassen</translation>
    </message>
    <message>
        <location filename="../../studio/views/camera/camera_files.py"/>
        <location filename="../../studio/views/file_actions.py"/>
        <source>All files</source>
        <translation>Alle Dateien</translation>
    </message>
    <message>
        <location filename="../../studio/views/export/export_choices.py"/>
        <source>All frames in one compact file that opens here again.</source>
        <translation>Alle Einzelbilder in einer kompakten Datei, die sich hier wieder öffnen lässt.</translation>
    </message>
    <message>
        <location filename="../../studio/state/condition_reasons.py"/>
        <source>All frames play.</source>
        <translation>Alle Bilder werden abgespielt.</translation>
    </message>
    <message>
        <location filename="../../studio/state/machine.py"/>
        <source>All quality presets run at full speed on the graphics card.</source>
        <translation>Alle Qualitätsstufen laufen mit voller Geschwindigkeit auf der Grafikkarte.</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_doctor.py"/>
        <source>All right</source>
        <translation>In Ordnung</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/vote_controller.py"/>
        <source>All {count} pairs were asked for.</source>
        <translation>Nach allen {count} Paaren wurde gefragt.</translation>
    </message>
    <message>
        <location filename="../../resources/materials/presets.json"/>
        <source>Aluminium</source>
        <translation>Aluminium</translation>
    </message>
    <message>
        <location filename="../../studio/views/export/export_choices.py"/>
        <source>Animated GIF</source>
        <translation>Animiertes GIF</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/candidate_commands.py"/>
        <source>Another person votes</source>
        <translation>Eine andere Person stimmt ab</translation>
    </message>
    <message>
        <location filename="../../studio/views/stage/object_page.py"/>
        <source>Another photo</source>
        <translation>Ein anderes Foto</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/saving_notices.py"/>
        <source>Another window has taken this project over. Save it under another name.</source>
        <translation>Ein anderes Fenster hat dieses Projekt übernommen. Speichern Sie es unter einem anderen Namen.</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/opening_controller.py"/>
        <source>another window on this computer (process {pid})</source>
        <translation>ein anderes Fenster auf diesem Rechner (Prozess {pid})</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/view_commands.py"/>
        <source>Antialiased</source>
        <translation>Kantenglättung</translation>
    </message>
    <message>
        <location filename="../../studio/state/preference_fields.py"/>
        <source>Appearance</source>
        <translation>Aussehen</translation>
    </message>
    <message>
        <location filename="../../studio/state/scene_fields.py"/>
        <source>Appears</source>
        <translation>Erscheint</translation>
    </message>
    <message>
        <location filename="../../studio/state/preference_fields.py"/>
        <source>Applies at once, also to icons and spacing.</source>
        <translation>Wirkt sofort, auch auf Symbole und Abstände.</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_model.py"/>
        <source>Architecture</source>
        <translation>Aufbau</translation>
    </message>
    <message>
        <location filename="../../studio/views/photo/photo_canvas.py"/>
        <source>Arrow keys move the pointer, Space presses and lets go, Enter closes an outline, Backspace takes its last corner away, square brackets change the brush, plus, minus and zero zoom.</source>
        <translation>Pfeiltasten bewegen den Zeiger, die Leertaste drückt und lässt los, Eingabe schließt einen Umriss, die Rücktaste nimmt seine letzte Ecke weg, eckige Klammern ändern den Pinsel, Plus, Minus und Null zoomen.</translation>
    </message>
    <message>
        <location filename="../../studio/views/stage/object_page.py"/>
        <source>As it really is</source>
        <translation>Wie es wirklich ist</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/timeline_commands.py"/>
        <source>As it was simulated</source>
        <translation>Wie simuliert</translation>
    </message>
    <message>
        <location filename="../../studio/views/export/export_choices.py"/>
        <source>As on the timeline</source>
        <translation>Wie auf der Zeitleiste</translation>
    </message>
    <message>
        <location filename="../../studio/views/material/preset_row.py"/>
        <location filename="../../studio/views/scene/part_material.py"/>
        <source>As predicted</source>
        <translation>Wie vorhergesagt</translation>
    </message>
    <message>
        <location filename="../../studio/doctor_parts.py"/>
        <source>as shipped</source>
        <translation>wie ausgeliefert</translation>
    </message>
    <message>
        <location filename="../../studio/views/export/export_choices.py"/>
        <source>As simulated</source>
        <translation>Wie simuliert</translation>
    </message>
    <message>
        <location filename="../../studio/doctor_display.py"/>
        <source>as the desktop says</source>
        <translation>wie der Desktop es sagt</translation>
    </message>
    <message>
        <location filename="../../studio/views/material/comparison_box.py"/>
        <source>asked for</source>
        <translation>verlangt</translation>
    </message>
    <message>
        <location filename="../../studio/pipeline_benchmark.py"/>
        <source>Asking for help</source>
        <translation>Um Hilfe bitten</translation>
    </message>
    <message>
        <location filename="../../studio/jobs/learning.py"/>
        <source>Asking the model anew</source>
        <translation>Das Modell wird neu gefragt</translation>
    </message>
    <message>
        <location filename="../../studio/doctor_machine.py"/>
        <source>at least {least} GB are recommended; close other programs</source>
        <translation>Mindestens {least} GB sind empfohlen; schließen Sie andere Programme</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/photo_views_controller.py"/>
        <source>At most {count} views are used.</source>
        <translation>Höchstens {count} Ansichten werden verwendet.</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_comparison.py"/>
        <source>At {stiffness} it would hardly bend, and no step of {quality} quality is short enough to follow its waves. It kept its shape and bounced instead.</source>
        <translation>Bei {stiffness} würde es sich kaum biegen, und kein Schritt der Qualität {quality} ist kurz genug, um seinen Wellen zu folgen. Es behielt stattdessen seine Form und prallte ab.</translation>
    </message>
    <message>
        <location filename="../../studio/state/new_things.py"/>
        <location filename="../../studio/state/scene_titles.py"/>
        <source>Attractor</source>
        <translation>Anziehung</translation>
    </message>
    <message>
        <location filename="../../studio/views/material/law_form.py"/>
        <source>Auto</source>
        <translation>Auto</translation>
    </message>
    <message>
        <location filename="../../studio/views/photo/views_box.py"/>
        <source>auto</source>
        <translation>auto</translation>
    </message>
    <message>
        <location filename="../../studio/views/material/law_form.py"/>
        <source>Auto ({law})</source>
        <translation>Auto ({law})</translation>
    </message>
    <message>
        <location filename="../../studio/state/preference_fields.py"/>
        <source>Automatic</source>
        <translation>Automatisch</translation>
    </message>
    <message>
        <location filename="../../studio/views/export/export_choices.py"/>
        <source>Averages 16 moments of each picture's time.</source>
        <translation>Mittelt 16 Momente der Zeit jedes Bildes.</translation>
    </message>
    <message>
        <location filename="../../studio/views/export/export_choices.py"/>
        <source>Averages 4 moments of each picture's time.</source>
        <translation>Mittelt 4 Momente der Zeit jedes Bildes.</translation>
    </message>
    <message>
        <location filename="../../studio/views/export/export_choices.py"/>
        <source>Averages 8 moments of each picture's time.</source>
        <translation>Mittelt 8 Momente der Zeit jedes Bildes.</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/view_commands.py"/>
        <source>Axes</source>
        <translation>Achsen</translation>
    </message>
    <message>
        <location filename="../../studio/state/scene_fields.py"/>
        <source>Axis</source>
        <translation>Achse</translation>
    </message>
    <message>
        <location filename="../../studio/state/photo_quantities.py"/>
        <source>Azimuth</source>
        <translation>Azimut</translation>
    </message>
    <message>
        <location filename="../../studio/state/axis_views.py"/>
        <location filename="../../studio/views/shell/tour.py"/>
        <source>Back</source>
        <translation>Hinten</translation>
    </message>
    <message>
        <location filename="../../studio/views/photo/photo_page.py"/>
        <location filename="../../studio/views/stage/choice_page.py"/>
        <source>Back to the object</source>
        <translation>Zurück zum Objekt</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_doctor.py"/>
        <source>Back-ends</source>
        <translation>Rechenwerke</translation>
    </message>
    <message>
        <location filename="../../studio/views/export/export_form.py"/>
        <source>Background</source>
        <translation>Hintergrund</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/camera_commands.py"/>
        <location filename="../../studio/views/export/export_choices.py"/>
        <source>Backward</source>
        <translation>Rückwärts</translation>
    </message>
    <message>
        <location filename="../../studio/views/export/export_choices.py"/>
        <source>Backwards</source>
        <translation>Rückwärts</translation>
    </message>
    <message>
        <location filename="../../studio/views/candidates/learn_comparison.py"/>
        <source>Before</source>
        <translation>Vorher</translation>
    </message>
    <message>
        <location filename="../../studio/views/candidates/learn_comparison.py"/>
        <source>Before and after learning</source>
        <translation>Vor und nach dem Lernen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/timeline_commands.py"/>
        <source>Begin the range here</source>
        <translation>Bereich hier beginnen</translation>
    </message>
    <message>
        <location filename="../../studio/state/tour_steps.py"/>
        <source>Begin with a photo</source>
        <translation>Mit einem Foto beginnen</translation>
    </message>
    <message>
        <location filename="../../studio/state/scene_fields.py"/>
        <source>Begins</source>
        <translation>Beginnt</translation>
    </message>
    <message>
        <location filename="../../studio/views/photo/model_card_box.py"/>
        <source>being computed …</source>
        <translation>wird berechnet …</translation>
    </message>
    <message>
        <location filename="../../studio/views/export/export_choices.py"/>
        <source>Black</source>
        <translation>Schwarz</translation>
    </message>
    <message>
        <location filename="../../studio/views/camera/camera_files.py"/>
        <source>Blender script</source>
        <translation>Blender-Skript</translation>
    </message>
    <message>
        <location filename="../../studio/views/candidates/vote_pane.py"/>
        <source>Blind vote</source>
        <translation>Blinde Abstimmung</translation>
    </message>
    <message>
        <location filename="../../studio/state/scene_titles.py"/>
        <source>Body</source>
        <translation>Körper</translation>
    </message>
    <message>
        <location filename="../../resources/materials/presets.json"/>
        <source>Bone</source>
        <translation>Knochen</translation>
    </message>
    <message>
        <location filename="../../resources/materials/examples.json"/>
        <source>bone</source>
        <translation>Knochen</translation>
    </message>
    <message>
        <location filename="../../studio/state/axis_views.py"/>
        <source>Bottom</source>
        <translation>Unten</translation>
    </message>
    <message>
        <location filename="../../studio/state/scene_fields.py"/>
        <source>Bounce</source>
        <translation>Rückprall</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/view_commands.py"/>
        <source>Bounds and size</source>
        <translation>Hülle und Größe</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/selection_commands.py"/>
        <location filename="../../studio/state/new_things.py"/>
        <location filename="../../studio/state/scene_titles.py"/>
        <source>Box</source>
        <translation>Kasten</translation>
    </message>
    <message>
        <location filename="../../studio/state/scene_world_lines.py"/>
        <source>Box centre</source>
        <translation>Kastenmitte</translation>
    </message>
    <message>
        <location filename="../../studio/state/scene_world_lines.py"/>
        <source>Box sides</source>
        <translation>Kastenseiten</translation>
    </message>
    <message>
        <location filename="../../studio/state/condition_reasons.py"/>
        <source>Branch from this take first.</source>
        <translation>Zweigen Sie zuerst von dieser Aufnahme ab.</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/timeline_commands.py"/>
        <source>Branch here with the chosen material</source>
        <translation>Hier abzweigen mit dem gewählten Material</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/branch_controller.py"/>
        <source>Branching from {name}</source>
        <translation>Abzweigung von {name}</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_selection.py"/>
        <source>Brightness</source>
        <translation>Helligkeit</translation>
    </message>
    <message>
        <location filename="../../studio/views/export/export_form.py"/>
        <location filename="../../studio/views/shell/preference_row.py"/>
        <source>Browse…</source>
        <translation>Durchsuchen …</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/selection_commands.py"/>
        <location filename="../../studio/views/photo/mask_box.py"/>
        <source>Brush</source>
        <translation>Pinsel</translation>
    </message>
    <message>
        <location filename="../../studio/views/viewport/selection_panel.py"/>
        <source>Brush radius</source>
        <translation>Pinselradius</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/photo_commands.py"/>
        <source>Brush: paint the object</source>
        <translation>Pinsel: das Objekt malen</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_doctor.py"/>
        <source>Cache</source>
        <translation>Zwischenspeicher</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/camera_commands.py"/>
        <location filename="../../studio/controllers/commands/window_commands.py"/>
        <location filename="../../studio/state/timeline_rows.py"/>
        <location filename="../../studio/views/docks.py"/>
        <location filename="../../studio/views/export/export_form.py"/>
        <location filename="../../studio/views/photo/photo_panel.py"/>
        <source>Camera</source>
        <translation>Kamera</translation>
    </message>
    <message>
        <location filename="../../studio/state/condition_reasons.py"/>
        <source>Camera and lens are as they were found.</source>
        <translation>Kamera und Objektiv sind, wie sie gefunden wurden.</translation>
    </message>
    <message>
        <location filename="../../studio/views/photo/views_box.py"/>
        <source>Camera from the pose file</source>
        <translation>Kamera aus der Posendatei</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve.py"/>
        <source>Camera height</source>
        <translation>Kamerahöhe</translation>
    </message>
    <message>
        <location filename="../../studio/state/timeline_rows.py"/>
        <source>Camera key {number}</source>
        <translation>Kameramarke {number}</translation>
    </message>
    <message>
        <location filename="../../studio/views/camera/camera_panel.py"/>
        <source>Camera keys</source>
        <translation>Kameraschlüssel</translation>
    </message>
    <message>
        <location filename="../../studio/views/camera/camera_files.py"/>
        <location filename="../../studio/views/camera/camera_panel.py"/>
        <source>Camera path</source>
        <translation>Kamerapfad</translation>
    </message>
    <message>
        <location filename="../../studio/views/camera/camera_files.py"/>
        <source>Camera paths</source>
        <translation>Kamerapfade</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_scene.py"/>
        <source>Cameras</source>
        <translation>Kameras</translation>
    </message>
    <message>
        <location filename="../../studio/views/document/prompts.py"/>
        <location filename="../../studio/views/export/queue_list.py"/>
        <location filename="../../studio/views/job_bar.py"/>
        <location filename="../../studio/views/shell/activity_panel.py"/>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <location filename="../../studio/views/shell/activity_panel.py"/>
        <source>Cancel all</source>
        <translation>Alle abbrechen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/export_commands.py"/>
        <source>Cancel all exports</source>
        <translation>Alle Exporte abbrechen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/simulation_commands.py"/>
        <source>Cancel the running job</source>
        <translation>Laufenden Auftrag abbrechen</translation>
    </message>
    <message>
        <location filename="../../studio/views/shell/activity_panel.py"/>
        <source>Cancel {title}</source>
        <translation>{title} abbrechen</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_activity.py"/>
        <source>Cancelled</source>
        <translation>Abgebrochen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/console_controller.py"/>
        <source>cancelled</source>
        <translation>abgebrochen</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_export.py"/>
        <source>Cancelled. {line}</source>
        <translation>Abgebrochen. {line}</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/job_controller.py"/>
        <source>Cancelled: {title}.</source>
        <translation>Abgebrochen: {title}.</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_activity.py"/>
        <source>Cancelling…</source>
        <translation>Wird abgebrochen …</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/candidate_commands.py"/>
        <location filename="../../studio/controllers/commands/learning_commands.py"/>
        <source>Candidates</source>
        <translation>Kandidaten</translation>
    </message>
    <message>
        <location filename="../../studio/state/new_things.py"/>
        <location filename="../../studio/state/scene_titles.py"/>
        <source>Capsule</source>
        <translation>Kapsel</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/candidate_commands.py"/>
        <source>Cells</source>
        <translation>Felder</translation>
    </message>
    <message>
        <location filename="../../studio/state/scene_fields.py"/>
        <source>Centre</source>
        <translation>Mitte</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/placement_commands.py"/>
        <source>Centre of the object</source>
        <translation>Mitte des Objekts</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/placement_commands.py"/>
        <source>Centre of the selection</source>
        <translation>Mitte der Auswahl</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/view_commands.py"/>
        <source>Centres</source>
        <translation>Mittelpunkte</translation>
    </message>
    <message>
        <location filename="../../sim/materials.py"/>
        <source>Ceramic</source>
        <translation>Keramik</translation>
    </message>
    <message>
        <location filename="../../studio/state/scene_fields.py"/>
        <source>Change of velocity</source>
        <translation>Geschwindigkeitsänderung</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/timeline_controller.py"/>
        <location filename="../../studio/views/timeline/timeline_panel.py"/>
        <source>Change time remap</source>
        <translation>Zeitverlauf ändern</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/edit_controller.py"/>
        <source>Change {field}</source>
        <translation>{field} ändern</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/distribution_controller.py"/>
        <source>Change {name}</source>
        <translation>{name} ändern</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_photo.py"/>
        <source>Changed since the prediction.</source>
        <translation>Seit der Vorhersage geändert.</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/view_commands.py"/>
        <location filename="../../studio/views/export/export_choices.py"/>
        <source>Checker</source>
        <translation>Schachbrett</translation>
    </message>
    <message>
        <location filename="../../studio/views/photo/file_prompts.py"/>
        <source>Checkpoints</source>
        <translation>Checkpoints</translation>
    </message>
    <message>
        <location filename="../../resources/samples/samples.json"/>
        <source>Chelsea the cat</source>
        <translation>Chelsea, die Katze</translation>
    </message>
    <message>
        <location filename="../../studio/state/condition_reasons.py"/>
        <source>Choose a candidate first.</source>
        <translation>Wählen Sie zuerst einen Kandidaten.</translation>
    </message>
    <message>
        <location filename="../../studio/views/photo/file_prompts.py"/>
        <source>Choose a checkpoint</source>
        <translation>Checkpoint wählen</translation>
    </message>
    <message>
        <location filename="../../studio/state/condition_reasons.py"/>
        <source>Choose a checkpoint of PhysGM first.</source>
        <translation>Wählen Sie zuerst einen Checkpoint von PhysGM.</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/photo_commands.py"/>
        <source>Choose a checkpoint…</source>
        <translation>Checkpoint wählen…</translation>
    </message>
    <message>
        <location filename="../../studio/views/shell/keys_page.py"/>
        <source>Choose a command to change its keys.</source>
        <translation>Wählen Sie einen Befehl, um seine Tasten zu ändern.</translation>
    </message>
    <message>
        <location filename="../../studio/views/shell/preference_row.py"/>
        <source>Choose a folder</source>
        <translation>Ordner wählen</translation>
    </message>
    <message>
        <location filename="../../studio/views/document/prompts.py"/>
        <source>Choose a folder…</source>
        <translation>Ordner wählen …</translation>
    </message>
    <message>
        <location filename="../../studio/state/condition_reasons.py"/>
        <source>Choose a marker first.</source>
        <translation>Wählen Sie zuerst eine Marke.</translation>
    </message>
    <message>
        <location filename="../../studio/state/condition_reasons.py"/>
        <source>Choose a region in the scene first.</source>
        <translation>Wählen Sie zuerst einen Bereich in der Szene.</translation>
    </message>
    <message>
        <location filename="../../studio/state/condition_reasons.py"/>
        <source>Choose a take first.</source>
        <translation>Wählen Sie zuerst eine Aufnahme.</translation>
    </message>
    <message>
        <location filename="../../studio/state/condition_reasons.py"/>
        <source>Choose a thing in the scene first.</source>
        <translation>Wählen Sie zuerst etwas in der Szene.</translation>
    </message>
    <message>
        <location filename="../../studio/state/condition_reasons.py"/>
        <source>Choose a thing or the object in the scene first.</source>
        <translation>Wählen Sie zuerst etwas oder das Objekt in der Szene.</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/scene_commands.py"/>
        <source>Choose and move in the scene</source>
        <translation>In der Szene wählen und verschieben</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/learning_controller.py"/>
        <source>Choose another adapter…</source>
        <translation>Anderen Adapter wählen …</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/physics_controller.py"/>
        <source>Choose law</source>
        <translation>Gesetz wählen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/scene_controller.py"/>
        <source>Choose material</source>
        <translation>Material wählen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/distribution_controller.py"/>
        <source>Choose material class</source>
        <translation>Materialklasse wählen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/photo_views_controller.py"/>
        <source>Choose model</source>
        <translation>Modell wählen</translation>
    </message>
    <message>
        <location filename="../../studio/state/condition_reasons.py"/>
        <source>Choose one of several keys of a collider first.</source>
        <translation>Wählen Sie zuerst einen von mehreren Schlüsseln eines Hindernisses.</translation>
    </message>
    <message>
        <location filename="../../studio/doctor_display.py"/>
        <source>choose Preferences ▸ Drawing ▸ Software, which needs no graphics card; for OpenGL on the far machine's card use VirtualGL (vglrun phys4d-studio) or NoMachine</source>
        <translation>Wählen Sie Einstellungen ▸ Zeichnen ▸ Software, was keine Grafikkarte braucht; für OpenGL auf der Karte des entfernten Rechners nehmen Sie VirtualGL (vglrun phys4d-studio) oder NoMachine</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/physics_controller.py"/>
        <source>Choose quality</source>
        <translation>Qualität wählen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/distribution_controller.py"/>
        <source>Choose sample</source>
        <translation>Stichprobe wählen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/physics_controller.py"/>
        <source>Choose stiffness map</source>
        <translation>Steifigkeitsabbildung wählen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/photo_commands.py"/>
        <source>Choose the folder of MV-Adapter…</source>
        <translation>Ordner von MV-Adapter wählen…</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_model.py"/>
        <source>Choose the folder with MV-Adapter's weights.</source>
        <translation>Wählen Sie den Ordner mit den Gewichten von MV-Adapter.</translation>
    </message>
    <message>
        <location filename="../../studio/views/photo/file_prompts.py"/>
        <source>Choose the weights of DINOv3</source>
        <translation>Gewichte von DINOv3 wählen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/photo_commands.py"/>
        <source>Choose the weights of DINOv3…</source>
        <translation>Gewichte von DINOv3 wählen…</translation>
    </message>
    <message>
        <location filename="../../studio/views/material/curve_legend.py"/>
        <source>chosen</source>
        <translation>gewählt</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_doctor.py"/>
        <source>Chosen by itself</source>
        <translation>Von selbst gewählt</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/opening_controller.py"/>
        <source>Chosen while it was opened</source>
        <translation>Beim Öffnen gewählt</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_comparison.py"/>
        <source>Clamped: shown as if {softer}</source>
        <translation>Begrenzt: gezeigt, als wäre es {softer}</translation>
    </message>
    <message>
        <location filename="../../studio/views/material/sample_table.py"/>
        <source>class</source>
        <translation>Klasse</translation>
    </message>
    <message>
        <location filename="../../studio/views/shell/notices_panel.py"/>
        <source>Clear</source>
        <translation>Leeren</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/file_commands.py"/>
        <source>Clear list</source>
        <translation>Liste leeren</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/console_commands.py"/>
        <source>Clear the console</source>
        <translation>Konsole leeren</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/window_commands.py"/>
        <source>Clear the list of notifications</source>
        <translation>Liste der Meldungen leeren</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/window_commands.py"/>
        <location filename="../../studio/views/shell/log_panel.py"/>
        <source>Clear the log</source>
        <translation>Protokoll leeren</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/scene_commands.py"/>
        <location filename="../../studio/controllers/scene_controller.py"/>
        <source>Clear the scene</source>
        <translation>Szene leeren</translation>
    </message>
    <message>
        <location filename="../../studio/views/viewport/view_cube.py"/>
        <source>Click a face to look from there; arrow keys turn</source>
        <translation>Eine Fläche anklicken, um von dort zu blicken; Pfeiltasten drehen</translation>
    </message>
    <message>
        <location filename="../../studio/views/viewport/view_cube.py"/>
        <source>Click a face, edge or corner to look from there; drag to turn</source>
        <translation>Fläche, Kante oder Ecke anklicken, um von dort zu blicken; Ziehen dreht</translation>
    </message>
    <message>
        <location filename="../../studio/views/photo/photo_page.py"/>
        <source>Click corners. Enter adds the inside, Shift+Enter cuts it out, Backspace takes the last corner away.</source>
        <translation>Ecken anklicken. Eingabe fügt das Innere hinzu, Shift+Eingabe schneidet es aus, die Rücktaste nimmt die letzte Ecke weg.</translation>
    </message>
    <message>
        <location filename="../../studio/views/photo/photo_page.py"/>
        <source>Click or drag along something that is level; the roll of the camera follows.</source>
        <translation>Entlang von etwas Waagerechtem klicken oder ziehen; die Rollung der Kamera folgt.</translation>
    </message>
    <message>
        <location filename="../../studio/views/photo/photo_page.py"/>
        <source>Click or drag from end to end of something whose length you know, then type the length in the photo panel.</source>
        <translation>Von Ende zu Ende von etwas mit bekannter Länge klicken oder ziehen, dann die Länge im Fotofeld eintippen.</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/tools/floor_tool.py"/>
        <source>Click the first of three points of the floor</source>
        <translation>Den ersten von drei Punkten des Bodens anklicken</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/tools/floor_tool.py"/>
        <source>Click the second point</source>
        <translation>Den zweiten Punkt anklicken</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/tools/floor_tool.py"/>
        <source>Click the third point</source>
        <translation>Den dritten Punkt anklicken</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/file_commands.py"/>
        <source>Close project</source>
        <translation>Projekt schließen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/photo_commands.py"/>
        <source>Close the outline</source>
        <translation>Umriss schließen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/viewport_commands.py"/>
        <source>Closer</source>
        <translation>Näher</translation>
    </message>
    <message>
        <location filename="../../resources/samples/samples.json"/>
        <source>Coffee cup</source>
        <translation>Kaffeetasse</translation>
    </message>
    <message>
        <location filename="../../studio/state/law_numbers.py"/>
        <source>Cohesion</source>
        <translation>Kohäsion</translation>
    </message>
    <message>
        <location filename="../../studio/views/timeline/key_strip.py"/>
        <source>Collider key</source>
        <translation>Schlüssel eines Hindernisses</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_scene.py"/>
        <source>Colliders</source>
        <translation>Hindernisse</translation>
    </message>
    <message>
        <location filename="../../studio/views/camera/camera_files.py"/>
        <source>COLMAP cameras</source>
        <translation>COLMAP-Kameras</translation>
    </message>
    <message>
        <location filename="../../render/passes/registry.py"/>
        <location filename="../../studio/views/scene/part_material.py"/>
        <source>Colour</source>
        <translation>Farbe</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/view_commands.py"/>
        <source>Colour by direction</source>
        <translation>Farbe nach Richtung</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/timeline_controller.py"/>
        <source>Colour marker</source>
        <translation>Marke färben</translation>
    </message>
    <message>
        <location filename="../../studio/views/viewport/selection_panel.py"/>
        <source>Colour tolerance</source>
        <translation>Farbtoleranz</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/scene_controller.py"/>
        <source>Colour {name}</source>
        <translation>{name} färben</translation>
    </message>
    <message>
        <location filename="../../studio/views/scene/part_material.py"/>
        <source>Colour {number}</source>
        <translation>Farbe {number}</translation>
    </message>
    <message>
        <location filename="../../studio/state/preference_fields.py"/>
        <source>Colours of the window; System follows the desktop.</source>
        <translation>Farben des Fensters; „System“ folgt dem Desktop.</translation>
    </message>
    <message>
        <location filename="../../studio/views/help_dialogs.py"/>
        <source>Come closer</source>
        <translation>Näher kommen</translation>
    </message>
    <message>
        <location filename="../../studio/views/export/export_choices.py"/>
        <source>Comes closer.</source>
        <translation>Kommt näher.</translation>
    </message>
    <message>
        <location filename="../../studio/views/shell/keys_page.py"/>
        <source>Command</source>
        <translation>Befehl</translation>
    </message>
    <message>
        <location filename="../../studio/views/shell/keys_page.py"/>
        <source>Commands and their keys</source>
        <translation>Befehle und ihre Tasten</translation>
    </message>
    <message>
        <location filename="../../studio/doctor_parts.py"/>
        <source>commands and videos use the others; see the detail for what helps</source>
        <translation>Befehle und Videos nutzen die anderen; was hilft, steht in der Einzelheit</translation>
    </message>
    <message>
        <location filename="../../studio/views/shell/palette.py"/>
        <source>Commands that fit</source>
        <translation>Passende Befehle</translation>
    </message>
    <message>
        <location filename="../../studio/doctor_display.py"/>
        <source>commands work without one; for the window start a desktop, or use xvfb-run</source>
        <translation>Befehle laufen ohne; für das Fenster starten Sie einen Desktop oder nehmen xvfb-run</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/timeline_commands.py"/>
        <source>Compare branch and origin side by side</source>
        <translation>Zweig und Ursprung nebeneinander vergleichen</translation>
    </message>
    <message>
        <location filename="../../studio/views/stage/object_page.py"/>
        <source>Compare two variants</source>
        <translation>Zwei Varianten vergleichen</translation>
    </message>
    <message>
        <location filename="../../studio/views/take_list.py"/>
        <source>Compare with the shown take</source>
        <translation>Mit der gezeigten Aufnahme vergleichen</translation>
    </message>
    <message>
        <location filename="../../studio/jobs/ranking.py"/>
        <source>Comparing motions</source>
        <translation>Bewegungen werden verglichen</translation>
    </message>
    <message>
        <location filename="../../studio/views/candidates/compare_pane.py"/>
        <source>Comparison of A and B</source>
        <translation>Vergleich von A und B</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_doctor.py"/>
        <source>Compiled kernels</source>
        <translation>Übersetzte Rechenkerne</translation>
    </message>
    <message>
        <location filename="../../studio/views/console/console_input.py"/>
        <source>Completions</source>
        <translation>Ergänzungen</translation>
    </message>
    <message>
        <location filename="../../render/formats/sog.py"/>
        <location filename="../../render/formats/sog_writer.py"/>
        <source>Compressing the Gaussians</source>
        <translation>Gaußsche werden komprimiert</translation>
    </message>
    <message>
        <location filename="../../resources/materials/presets.json"/>
        <source>Concrete</source>
        <translation>Beton</translation>
    </message>
    <message>
        <location filename="../../resources/materials/examples.json"/>
        <source>concrete</source>
        <translation>Beton</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/selection_commands.py"/>
        <source>Connected part</source>
        <translation>Zusammenhängender Teil</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/export_commands.py"/>
        <source>Copied the command line of the export.</source>
        <translation>Die Befehlszeile des Exports wurde kopiert.</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/export_commands.py"/>
        <source>Copied the Python call of the export.</source>
        <translation>Der Python-Aufruf des Exports wurde kopiert.</translation>
    </message>
    <message>
        <location filename="../../studio/views/export/export_panel.py"/>
        <source>Copied to the clipboard.</source>
        <translation>In die Zwischenablage kopiert.</translation>
    </message>
    <message>
        <location filename="../../studio/views/document/prompts.py"/>
        <source>Copies the project as it was saved last.</source>
        <translation>Kopiert das Projekt, wie es zuletzt gespeichert wurde.</translation>
    </message>
    <message>
        <location filename="../../studio/state/scene_titles.py"/>
        <location filename="../../studio/views/shell/notice_card.py"/>
        <source>Copy</source>
        <translation>Kopie</translation>
    </message>
    <message>
        <location filename="../../studio/views/export/export_panel.py"/>
        <source>Copy as command</source>
        <translation>Als Befehl kopieren</translation>
    </message>
    <message>
        <location filename="../../studio/views/export/export_panel.py"/>
        <source>Copy as Python</source>
        <translation>Als Python kopieren</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/export_commands.py"/>
        <source>Copy last export as command</source>
        <translation>Letzten Export als Befehl kopieren</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/export_commands.py"/>
        <source>Copy last export as Python</source>
        <translation>Letzten Export als Python kopieren</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/material_commands.py"/>
        <source>Copy material</source>
        <translation>Material kopieren</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/doctor_commands.py"/>
        <source>Copy report</source>
        <translation>Bericht kopieren</translation>
    </message>
    <message>
        <location filename="../../studio/views/shell/log_panel.py"/>
        <source>Copy what is shown</source>
        <translation>Gezeigtes kopieren</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/console_commands.py"/>
        <source>Copy what the console shows</source>
        <translation>Inhalt der Konsole kopieren</translation>
    </message>
    <message>
        <location filename="../../studio/views/material/preset_row.py"/>
        <source>Copy, paste, save, rename or delete</source>
        <translation>Kopieren, einfügen, speichern, umbenennen oder löschen</translation>
    </message>
    <message>
        <location filename="../../studio/jobs/project_copy.py"/>
        <source>Copying</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/opening_controller.py"/>
        <source>Copying {name}</source>
        <translation>{name} wird kopiert</translation>
    </message>
    <message>
        <location filename="../../resources/materials/presets.json"/>
        <source>Cork</source>
        <translation>Kork</translation>
    </message>
    <message>
        <location filename="../../resources/materials/examples.json"/>
        <source>cork</source>
        <translation>Kork</translation>
    </message>
    <message>
        <location filename="../../studio/state/certainty.py"/>
        <source>Could be many things</source>
        <translation>Könnte vieles sein</translation>
    </message>
    <message>
        <location filename="../../studio/state/certainty.py"/>
        <source>Could be {first}, {second} or something else</source>
        <translation>Könnte {first}, {second} oder etwas anderes sein</translation>
    </message>
    <message>
        <location filename="../../render/passes/registry.py"/>
        <source>Coverage</source>
        <translation>Deckung</translation>
    </message>
    <message>
        <location filename="../../studio/state/law_numbers.py"/>
        <source>Critical compression</source>
        <translation>Kritische Stauchung</translation>
    </message>
    <message>
        <location filename="../../studio/state/law_numbers.py"/>
        <source>Critical stretch</source>
        <translation>Kritische Dehnung</translation>
    </message>
    <message>
        <location filename="../../studio/views/help_dialogs.py"/>
        <source>Ctrl+wheel</source>
        <translation>Strg+Rad</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/timeline_commands.py"/>
        <location filename="../../studio/views/timeline/remap_view.py"/>
        <source>Curve of the time remap</source>
        <translation>Kurve des Zeitverlaufs</translation>
    </message>
    <message>
        <location filename="../../studio/views/material/curve_switch.py"/>
        <source>Curves of</source>
        <translation>Kurven von</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/material_commands.py"/>
        <source>Curves of all classes together</source>
        <translation>Kurven aller Klassen gemeinsam</translation>
    </message>
    <message>
        <location filename="../../studio/views/export/export_choices.py"/>
        <source>Custom</source>
        <translation>Eigene</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_camera.py"/>
        <source>Cut</source>
        <translation>Schnitt</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/photo_pointer.py"/>
        <source>Cut an outline out</source>
        <translation>Umriss ausschneiden</translation>
    </message>
    <message>
        <location filename="../../studio/state/new_things.py"/>
        <location filename="../../studio/state/scene_titles.py"/>
        <source>Cylinder</source>
        <translation>Zylinder</translation>
    </message>
    <message>
        <location filename="../../studio/state/preference_fields.py"/>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/view_commands.py"/>
        <source>Dark stage</source>
        <translation>Dunkle Bühne</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_law.py"/>
        <source>default of the program</source>
        <translation>Vorgabe des Programms</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/view_commands.py"/>
        <source>Degree 1</source>
        <translation>Grad 1</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/view_commands.py"/>
        <source>Degree 2</source>
        <translation>Grad 2</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/view_commands.py"/>
        <source>Degree 3</source>
        <translation>Grad 3</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/selection_controller.py"/>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/collider_keys_controller.py"/>
        <location filename="../../studio/controllers/commands/timeline_commands.py"/>
        <source>Delete collider key</source>
        <translation>Schlüssel des Hindernisses löschen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/selection_controller.py"/>
        <source>Delete floaters</source>
        <translation>Schwebende Reste löschen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/selection_commands.py"/>
        <source>Delete highlighted</source>
        <translation>Hervorgehobene löschen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/window_commands.py"/>
        <source>Delete layout</source>
        <translation>Anordnung löschen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/timeline_commands.py"/>
        <location filename="../../studio/controllers/timeline_controller.py"/>
        <source>Delete marker</source>
        <translation>Marke löschen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/material_commands.py"/>
        <source>Delete preset</source>
        <translation>Vorlage löschen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/selection_commands.py"/>
        <source>Delete selected</source>
        <translation>Ausgewählte löschen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/candidate_commands.py"/>
        <source>Delete the set with its takes</source>
        <translation>Den Satz mit seinen Aufnahmen löschen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/document_commands.py"/>
        <source>Delete the take</source>
        <translation>Aufnahme löschen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/candidate_sets_controller.py"/>
        <location filename="../../studio/controllers/take_controller.py"/>
        <source>Delete {title}</source>
        <translation>{title} löschen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/presets_controller.py"/>
        <source>Deleted preset {name}.</source>
        <translation>Vorlage {name} wurde gelöscht.</translation>
    </message>
    <message>
        <location filename="../../studio/state/quantities.py"/>
        <source>Density</source>
        <translation>Dichte</translation>
    </message>
    <message>
        <location filename="../../render/passes/registry.py"/>
        <source>Depth in 24 bit</source>
        <translation>Tiefe in 24 Bit</translation>
    </message>
    <message>
        <location filename="../../studio/state/camera_amounts.py"/>
        <source>Descent</source>
        <translation>Abstieg</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_doctor.py"/>
        <source>Desktop and graphics</source>
        <translation>Desktop und Grafik</translation>
    </message>
    <message>
        <location filename="../../studio/doctor_display.py"/>
        <source>desktop session</source>
        <translation>Desktop-Sitzung</translation>
    </message>
    <message>
        <location filename="../../studio/doctor_display.py"/>
        <source>desktop unknown</source>
        <translation>Desktop unbekannt</translation>
    </message>
    <message>
        <location filename="../../studio/views/shell/notice_card.py"/>
        <source>Details</source>
        <translation>Einzelheiten</translation>
    </message>
    <message>
        <location filename="../../studio/state/preference_fields.py"/>
        <source>Deutsch</source>
        <translation>Deutsch</translation>
    </message>
    <message>
        <location filename="../../studio/views/photo/model_box.py"/>
        <source>Device</source>
        <translation>Gerät</translation>
    </message>
    <message>
        <location filename="../../studio/doctor_parts.py"/>
        <source>did not start</source>
        <translation>ist nicht gestartet</translation>
    </message>
    <message>
        <location filename="../../studio/views/candidates/gallery_bar.py"/>
        <source>Difference</source>
        <translation>Differenz</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/candidate_commands.py"/>
        <source>Difference of A and B</source>
        <translation>Differenz von A und B</translation>
    </message>
    <message>
        <location filename="../../studio/doctor_parts.py"/>
        <source>differs from what was shipped</source>
        <translation>anders als ausgeliefert</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_model.py"/>
        <location filename="../../studio/views/photo/model_box.py"/>
        <source>DINOv3</source>
        <translation>DINOv3</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_model.py"/>
        <source>DINOv3 is not inside this checkpoint: choose the file of its weights.</source>
        <translation>DINOv3 ist nicht in diesem Checkpoint: Wählen Sie die Datei mit seinen Gewichten.</translation>
    </message>
    <message>
        <location filename="../../studio/state/scene_numbers.py"/>
        <location filename="../../studio/state/view_numbers.py"/>
        <location filename="../../studio/views/camera/key_form.py"/>
        <source>Direction</source>
        <translation>Richtung</translation>
    </message>
    <message>
        <location filename="../../studio/views/document/prompts.py"/>
        <source>Discard</source>
        <translation>Verwerfen</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_doctor.py"/>
        <source>Disk for temporary files</source>
        <translation>Platte für temporäre Dateien</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_doctor.py"/>
        <source>Disk of this folder</source>
        <translation>Platte dieses Ordners</translation>
    </message>
    <message>
        <location filename="../../studio/views/shell/notice_card.py"/>
        <source>Dismiss</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <location filename="../../render/passes/registry.py"/>
        <source>Displacement from rest</source>
        <translation>Verschiebung aus der Ruhelage</translation>
    </message>
    <message>
        <location filename="../../studio/state/photo_quantities.py"/>
        <location filename="../../studio/state/view_numbers.py"/>
        <source>Distance</source>
        <translation>Abstand</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_selection.py"/>
        <source>Distance from the camera</source>
        <translation>Abstand von der Kamera</translation>
    </message>
    <message>
        <location filename="../../studio/views/document/prompts.py"/>
        <source>Do not save</source>
        <translation>Nicht speichern</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/window_commands.py"/>
        <source>Docks</source>
        <translation>Bereiche</translation>
    </message>
    <message>
        <location filename="../../studio/views/doctor/doctor_page.py"/>
        <source>Doctor</source>
        <translation>Doktor</translation>
    </message>
    <message>
        <location filename="../../studio/views/export/export_choices.py"/>
        <source>Does not move.</source>
        <translation>Bewegt sich nicht.</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/camera_commands.py"/>
        <location filename="../../studio/views/export/export_choices.py"/>
        <source>Dolly zoom</source>
        <translation>Dolly-Zoom</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_activity.py"/>
        <location filename="../../studio/views/shell/tour.py"/>
        <source>Done</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_export.py"/>
        <source>Done, {folder}</source>
        <translation>Fertig, {folder}</translation>
    </message>
    <message>
        <location filename="../../studio/views/export/export_choices.py"/>
        <source>Double speed</source>
        <translation>Doppelte Geschwindigkeit</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/camera_commands.py"/>
        <location filename="../../studio/views/export/export_choices.py"/>
        <source>Down</source>
        <translation>Nach unten</translation>
    </message>
    <message>
        <location filename="../../studio/state/scene_fields.py"/>
        <location filename="../../studio/state/scene_numbers.py"/>
        <source>Drag</source>
        <translation>Mitnahme</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/tools/handle_drag.py"/>
        <source>Drag in the scene</source>
        <translation>In der Szene ziehen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/camera_commands.py"/>
        <source>Drag keys in the viewport</source>
        <translation>Schlüssel im Ansichtsfenster ziehen</translation>
    </message>
    <message>
        <location filename="../../studio/views/material/class_bars.py"/>
        <source>Drag the bar (Shift: finely), or type a percent; click to see and simulate this class</source>
        <translation>Balken ziehen (Umschalt: fein) oder Prozent eintippen; ein Klick zeigt und simuliert diese Klasse</translation>
    </message>
    <message>
        <location filename="../../studio/views/material/curve_switch.py"/>
        <source>Drag the curves of all classes together, as one mixture</source>
        <translation>Die Kurven aller Klassen gemeinsam ziehen, als eine Mischung</translation>
    </message>
    <message>
        <location filename="../../studio/views/material/curve_switch.py"/>
        <source>Drag the curves of {name} alone</source>
        <translation>Nur die Kurven von {name} ziehen</translation>
    </message>
    <message>
        <location filename="../../studio/views/material/curve_tips.py"/>
        <source>Drag the flank to widen or narrow (Shift: finely)</source>
        <translation>An der Flanke ziehen, um zu verbreitern oder zu verengen (Umschalt: fein)</translation>
    </message>
    <message>
        <location filename="../../studio/views/timeline/hand_panel.py"/>
        <source>Drag the object in the viewport: it is simulated from the shown frame on.</source>
        <translation>Ziehen Sie das Objekt in der Ansicht: Es wird vom gezeigten Bild an simuliert.</translation>
    </message>
    <message>
        <location filename="../../studio/views/material/curve_tips.py"/>
        <source>Drag to choose the value (Shift: finely)</source>
        <translation>Ziehen, um den Wert zu wählen (Umschalt: fein)</translation>
    </message>
    <message>
        <location filename="../../studio/state/stage_view.py"/>
        <source>Drag to look round it</source>
        <translation>Ziehen, um es ringsum anzusehen</translation>
    </message>
    <message>
        <location filename="../../studio/views/viewport_widget.py"/>
        <source>Drag to orbit, right-drag to pan, wheel to move closer. Arrow keys turn, with Shift they pan, plus and minus come closer and go away.</source>
        <translation>Ziehen umkreist, Ziehen mit rechts verschiebt, das Rad kommt näher. Pfeiltasten drehen, mit Umschalt verschieben sie, Plus und Minus kommen näher und gehen weg.</translation>
    </message>
    <message>
        <location filename="../../studio/views/timeline/timeline_track.py"/>
        <source>Drag to scrub</source>
        <translation>Ziehen, um zu blättern</translation>
    </message>
    <message>
        <location filename="../../studio/views/timeline/row_view.py"/>
        <source>Drag to scrub; add a marker with Ctrl+M; double-click beside the keys of a collider to add one</source>
        <translation>Ziehen zum Spulen; Strg+M setzt eine Marke; ein Doppelklick neben den Schlüsseln eines Hindernisses fügt einen hinzu</translation>
    </message>
    <message>
        <location filename="../../studio/state/tour_steps.py"/>
        <source>Drag to turn, right-drag to move, wheel to come closer. Press F to see all of it and V to fly instead of turning.</source>
        <translation>Ziehen dreht, Ziehen mit rechts verschiebt, das Rad kommt näher. F zeigt alles, V fliegt, statt zu drehen.</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/distribution_controller.py"/>
        <source>Drag {name}</source>
        <translation>{name} ziehen</translation>
    </message>
    <message>
        <location filename="../../studio/views/photo/camera_box.py"/>
        <source>Draw a line along something whose length you know, then type it.</source>
        <translation>Eine Linie entlang von etwas mit bekannter Länge ziehen, dann diese eintippen.</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/view_commands.py"/>
        <source>Draw Gaussians as</source>
        <translation>Gaußsche zeichnen als</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/material_commands.py"/>
        <source>Draw new samples</source>
        <translation>Neue Stichproben ziehen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/distribution_controller.py"/>
        <source>Draw samples</source>
        <translation>Stichproben ziehen</translation>
    </message>
    <message>
        <location filename="../../studio/state/condition_reasons.py"/>
        <source>Draw samples and simulate them first.</source>
        <translation>Ziehen Sie zuerst Stichproben und simulieren Sie sie.</translation>
    </message>
    <message>
        <location filename="../../studio/state/condition_reasons.py"/>
        <source>Draw samples and simulate them, or compare two takes first.</source>
        <translation>Ziehen und simulieren Sie zuerst Stichproben, oder vergleichen Sie zwei Aufnahmen.</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/camera_commands.py"/>
        <source>Draw the camera path</source>
        <translation>Kamerapfad zeichnen</translation>
    </message>
    <message>
        <location filename="../../render/raster_speed.py"/>
        <location filename="../../studio/state/preference_fields.py"/>
        <location filename="../../studio/views/candidates/cell_picture.py"/>
        <source>Drawing</source>
        <translation>Zeichnen</translation>
    </message>
    <message>
        <location filename="../../studio/views/export/export_choices.py"/>
        <source>Drawing takes about nine times as long.</source>
        <translation>Das Zeichnen dauert etwa neunmal so lange.</translation>
    </message>
    <message>
        <location filename="../../studio/views/export/export_choices.py"/>
        <source>Drawing takes about sixteen times as long.</source>
        <translation>Das Zeichnen dauert etwa sechzehnmal so lange.</translation>
    </message>
    <message>
        <location filename="../../studio/jobs/sweep_pictures.py"/>
        <source>Drawing the runs</source>
        <translation>Die Läufe werden gezeichnet</translation>
    </message>
    <message>
        <location filename="../../studio/views/photo/camera_box.py"/>
        <source>Drawn line</source>
        <translation>Gezogene Linie</translation>
    </message>
    <message>
        <location filename="../../studio/views/export/export_choices.py"/>
        <source>Draws back while the lens narrows; the object keeps its size.</source>
        <translation>Fährt zurück, während die Brennweite wächst; das Objekt behält seine Größe.</translation>
    </message>
    <message>
        <location filename="../../studio/views/export/export_choices.py"/>
        <source>Draws back.</source>
        <translation>Fährt zurück.</translation>
    </message>
    <message>
        <location filename="../../resources/scenes/templates.json"/>
        <source>Drop</source>
        <translation>Fallen lassen</translation>
    </message>
    <message>
        <location filename="../../studio/state/stage_view.py"/>
        <source>Drop a photo here</source>
        <translation>Legen Sie hier ein Foto ab</translation>
    </message>
    <message>
        <location filename="../../studio/state/tour_steps.py"/>
        <source>Drop a photo of one object anywhere on the window, paste it, or choose a sample. Within a minute it is a 3D object that you can turn.</source>
        <translation>Legen Sie das Foto eines Gegenstands irgendwo auf dem Fenster ab, fügen Sie es ein oder wählen Sie ein Beispiel. Binnen einer Minute ist es ein drehbares 3D-Objekt.</translation>
    </message>
    <message>
        <location filename="../../studio/views/welcome_view.py"/>
        <source>Drop a photo of one object here</source>
        <translation>Foto eines Gegenstands hier ablegen</translation>
    </message>
    <message>
        <location filename="../../resources/materials/presets.json"/>
        <source>Dry sand, dense</source>
        <translation>Trockener Sand, dicht</translation>
    </message>
    <message>
        <location filename="../../resources/materials/presets.json"/>
        <source>Dry sand, loose</source>
        <translation>Trockener Sand, locker</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/scene_commands.py"/>
        <source>Duplicate</source>
        <translation>Duplizieren</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/camera_path_controller.py"/>
        <source>Duplicate camera key</source>
        <translation>Kameraschlüssel duplizieren</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/camera_commands.py"/>
        <source>Duplicate key</source>
        <translation>Schlüssel duplizieren</translation>
    </message>
    <message>
        <location filename="../../studio/state/scene_numbers.py"/>
        <location filename="../../studio/state/scene_world_lines.py"/>
        <source>Duration</source>
        <translation>Dauer</translation>
    </message>
    <message>
        <location filename="../../studio/views/photo/views_box.py"/>
        <source>Earlier</source>
        <translation>Früher</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_history.py"/>
        <source>Earliest state that is kept</source>
        <translation>Frühester aufbewahrter Zustand</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/camera_path_controller.py"/>
        <source>Ease camera</source>
        <translation>Kamera sanft führen</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_camera.py"/>
        <source>Ease in</source>
        <translation>Sanft beginnen</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_camera.py"/>
        <source>Ease in and out</source>
        <translation>Sanft beginnen und enden</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_camera.py"/>
        <source>Ease out</source>
        <translation>Sanft enden</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/document_commands.py"/>
        <location filename="../../studio/controllers/commands/selection_commands.py"/>
        <source>Edit</source>
        <translation>Bearbeiten</translation>
    </message>
    <message>
        <location filename="../../studio/views/material/preset_row.py"/>
        <source>Edited</source>
        <translation>Bearbeitet</translation>
    </message>
    <message>
        <location filename="../../studio/state/take_record.py"/>
        <source>Elastic energy</source>
        <translation>Elastische Energie</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_law.py"/>
        <source>Elastic in logarithmic strain, good for thin and woven things</source>
        <translation>Elastisch in logarithmischer Dehnung, gut für Dünnes und Gewebtes</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_law.py"/>
        <source>Elastic, good for large stretches</source>
        <translation>Elastisch, gut für große Dehnungen</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_law.py"/>
        <source>Elastic: deforms and springs back</source>
        <translation>Elastisch: verformt sich und federt zurück</translation>
    </message>
    <message>
        <location filename="../../studio/state/photo_quantities.py"/>
        <source>Elevation</source>
        <translation>Höhenwinkel</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/view_commands.py"/>
        <source>Ellipsoids</source>
        <translation>Ellipsoide</translation>
    </message>
    <message>
        <location filename="../../studio/views/photo/model_box.py"/>
        <source>Embedded model</source>
        <translation>Eingebautes Modell</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/photo_commands.py"/>
        <source>Empty</source>
        <translation>Leeren</translation>
    </message>
    <message>
        <location filename="../../studio/views/candidates/cell_picture.py"/>
        <source>Empty cell</source>
        <translation>Leeres Feld</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/photo_controller.py"/>
        <source>Empty the mask</source>
        <translation>Maske leeren</translation>
    </message>
    <message>
        <location filename="../../studio/views/scene/scene_tree.py"/>
        <source>Empty: add something with the button Add</source>
        <translation>Leer: mit dem Knopf Hinzufügen etwas hinzufügen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/timeline_commands.py"/>
        <source>End the range here</source>
        <translation>Bereich hier beenden</translation>
    </message>
    <message>
        <location filename="../../studio/state/scene_fields.py"/>
        <source>Ends</source>
        <translation>Endet</translation>
    </message>
    <message>
        <location filename="../../studio/state/scene_fields.py"/>
        <source>Ends at</source>
        <translation>Endet bei</translation>
    </message>
    <message>
        <location filename="../../studio/views/timeline/plot_view.py"/>
        <source>Energy</source>
        <translation>Energie</translation>
    </message>
    <message>
        <location filename="../../studio/views/candidates/sparkline.py"/>
        <source>Energy (orange) and height of the centre of mass (blue), on the set's scale</source>
        <translation>Energie (orange) und Höhe des Schwerpunkts (blau), im Maßstab des Satzes</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/timeline_commands.py"/>
        <source>Energy, momentum, strain</source>
        <translation>Energie, Impuls, Dehnung</translation>
    </message>
    <message>
        <location filename="../../studio/views/timeline/plot_view.py"/>
        <source>Energy, momentum, strain and substeps</source>
        <translation>Energie, Impuls, Dehnung und Teilschritte</translation>
    </message>
    <message>
        <location filename="../../studio/state/preference_fields.py"/>
        <source>English</source>
        <translation>English</translation>
    </message>
    <message>
        <location filename="../../studio/state/certainty.py"/>
        <source>Entropy {bits} bit: as undecided as between {count} equally likely materials (0 is certain, 3.81 all 14 alike)</source>
        <translation>Entropie {bits} bit: so unentschieden wie zwischen {count} gleich wahrscheinlichen Materialien (0 ist sicher, 3,81 alle 14 gleich)</translation>
    </message>
    <message>
        <location filename="../../render/passes/registry.py"/>
        <source>Equivalent plastic strain</source>
        <translation>Plastische Vergleichsdehnung</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/photo_pointer.py"/>
        <source>Erase from the mask</source>
        <translation>Aus der Maske radieren</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/photo_commands.py"/>
        <source>Eraser: paint the background</source>
        <translation>Radierer: den Hintergrund malen</translation>
    </message>
    <message>
        <location filename="../../studio/views/shell/log_panel.py"/>
        <source>Errors</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <location filename="../../studio/views/shell/notices_panel.py"/>
        <source>Errors only</source>
        <translation>Nur Fehler</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/camera_commands.py"/>
        <source>Even speed</source>
        <translation>Gleichmäßig</translation>
    </message>
    <message>
        <location filename="../../studio/state/timeline_rows.py"/>
        <source>Events</source>
        <translation>Ereignisse</translation>
    </message>
    <message>
        <location filename="../../studio/state/tour_steps.py"/>
        <source>Every command is in the menus, and {palette} finds any of them by a few letters. {keys} shows all keys, where you can change them.</source>
        <translation>Jeder Befehl steht in den Menüs, und {palette} findet ihn mit wenigen Buchstaben. {keys} zeigt alle Tasten; dort lassen sie sich ändern.</translation>
    </message>
    <message>
        <location filename="../../studio/doctor_parts.py"/>
        <source>every run compiles anew: make {folder} writable or set PHYS4D_CACHE_DIR</source>
        <translation>Jeder Lauf übersetzt neu: Machen Sie {folder} beschreibbar oder setzen Sie PHYS4D_CACHE_DIR</translation>
    </message>
    <message>
        <location filename="../../studio/views/shell/log_panel.py"/>
        <source>Everything</source>
        <translation>Alles</translation>
    </message>
    <message>
        <location filename="../../studio/state/tour_steps.py"/>
        <source>Everything by name</source>
        <translation>Alles beim Namen</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_doctor.py"/>
        <source>Everything is here.</source>
        <translation>Alles ist da.</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_doctor.py"/>
        <source>Everything that is needed is here.</source>
        <translation>Alles Nötige ist da.</translation>
    </message>
    <message>
        <location filename="../../render/passes/registry.py"/>
        <source>Expected depth</source>
        <translation>Erwartete Tiefe</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/window_commands.py"/>
        <location filename="../../studio/views/candidates/gallery_bar.py"/>
        <location filename="../../studio/views/docks.py"/>
        <location filename="../../studio/views/export/export_form.py"/>
        <location filename="../../studio/views/export/export_panel.py"/>
        <source>Export</source>
        <translation>Ausgeben</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/export_commands.py"/>
        <source>Export as</source>
        <translation>Exportieren als</translation>
    </message>
    <message>
        <location filename="../../studio/views/candidates/export_prompt.py"/>
        <source>Export contact sheet</source>
        <translation>Kontaktbogen ausgeben</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/candidate_choices_controller.py"/>
        <location filename="../../studio/controllers/commands/candidate_commands.py"/>
        <source>Export contact sheet…</source>
        <translation>Kontaktbogen ausgeben …</translation>
    </message>
    <message>
        <location filename="../../studio/views/export/queue_list.py"/>
        <source>Export earlier</source>
        <translation>Früher exportieren</translation>
    </message>
    <message>
        <location filename="../../studio/views/candidates/export_prompt.py"/>
        <source>Export grid video</source>
        <translation>Rastervideo ausgeben</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/candidate_choices_controller.py"/>
        <location filename="../../studio/controllers/commands/candidate_commands.py"/>
        <source>Export grid video…</source>
        <translation>Rastervideo ausgeben …</translation>
    </message>
    <message>
        <location filename="../../studio/views/export/queue_list.py"/>
        <source>Export later</source>
        <translation>Später exportieren</translation>
    </message>
    <message>
        <location filename="../../studio/state/condition_reasons.py"/>
        <source>Export something first.</source>
        <translation>Exportieren Sie zuerst etwas.</translation>
    </message>
    <message>
        <location filename="../../studio/views/file_actions.py"/>
        <source>Export visible splats</source>
        <translation>Sichtbare Splats exportieren</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/document_commands.py"/>
        <location filename="../../studio/controllers/splats_controller.py"/>
        <source>Export visible splats…</source>
        <translation>Sichtbare Splats exportieren …</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/candidate_choices_controller.py"/>
        <location filename="../../studio/controllers/export_controller.py"/>
        <location filename="../../studio/controllers/splats_controller.py"/>
        <source>Exported {name}.</source>
        <translation>{name} wurde ausgegeben.</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/candidate_choices_controller.py"/>
        <location filename="../../studio/controllers/export_controller.py"/>
        <location filename="../../studio/controllers/splats_controller.py"/>
        <source>Exporting {name}</source>
        <translation>{name} wird ausgegeben</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/file_commands.py"/>
        <source>Export…</source>
        <translation>Ausgeben …</translation>
    </message>
    <message>
        <location filename="../../studio/views/material/simulation_form.py"/>
        <source>Expressive</source>
        <translation>Ausdrucksvoll</translation>
    </message>
    <message>
        <location filename="../../studio/state/preference_fields.py"/>
        <source>Expressive: softened so that differences show</source>
        <translation>Ausdrucksvoll: weicher gemacht, damit Unterschiede sichtbar sind</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_material.py"/>
        <source>Expressive: softened until it visibly deforms; the order of materials is kept.</source>
        <translation>Ausdrucksvoll: so weich gemacht, dass es sich sichtbar verformt; die Reihenfolge der Materialien bleibt.</translation>
    </message>
    <message>
        <location filename="../../studio/views/export/export_choices.py"/>
        <source>EXR pictures</source>
        <translation>EXR-Bilder</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/selection_commands.py"/>
        <source>Eyedropper: same colour</source>
        <translation>Pipette: gleiche Farbe</translation>
    </message>
    <message>
        <location filename="../../sim/materials.py"/>
        <source>Fabric</source>
        <translation>Stoff</translation>
    </message>
    <message>
        <location filename="../../studio/state/scene_fields.py"/>
        <source>Faces</source>
        <translation>Weist nach</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_activity.py"/>
        <location filename="../../studio/state/resolve_export.py"/>
        <source>Failed</source>
        <translation>Fehlgeschlagen</translation>
    </message>
    <message>
        <location filename="../../studio/state/certainty.py"/>
        <source>Fairly sure: {first}</source>
        <translation>Ziemlich sicher: {first}</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/viewport_commands.py"/>
        <source>Farther away</source>
        <translation>Weiter weg</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/timeline_commands.py"/>
        <source>Faster</source>
        <translation>Schneller</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/photo_commands.py"/>
        <source>Feather</source>
        <translation>Weich</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/photo_controller.py"/>
        <source>Feather the mask</source>
        <translation>Maske weichzeichnen</translation>
    </message>
    <message>
        <location filename="../../studio/state/photo_quantities.py"/>
        <location filename="../../studio/state/view_numbers.py"/>
        <location filename="../../studio/views/camera/key_form.py"/>
        <source>Field of view</source>
        <translation>Sichtfeld</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/document_commands.py"/>
        <location filename="../../studio/controllers/commands/export_commands.py"/>
        <location filename="../../studio/controllers/commands/file_commands.py"/>
        <location filename="../../studio/views/export/export_form.py"/>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <location filename="../../studio/state/preference_fields.py"/>
        <source>Files</source>
        <translation>Dateien</translation>
    </message>
    <message>
        <location filename="../../studio/views/document/prompts.py"/>
        <source>Files are missing</source>
        <translation>Dateien fehlen</translation>
    </message>
    <message>
        <location filename="../../studio/doctor_display.py"/>
        <source>files cannot always be dragged from Wayland programs into XWayland windows: use File ▸ Open photo instead</source>
        <translation>Aus Wayland-Programmen lassen sich Dateien nicht immer in XWayland-Fenster ziehen: nehmen Sie stattdessen Datei ▸ Foto öffnen</translation>
    </message>
    <message>
        <location filename="../../studio/views/timeline/remap_view.py"/>
        <source>Film {seconds:.1f} s</source>
        <translation>Film {seconds:.1f} s</translation>
    </message>
    <message>
        <location filename="../../studio/views/shell/palette.py"/>
        <source>Find a command</source>
        <translation>Befehl suchen</translation>
    </message>
    <message>
        <location filename="../../studio/views/shell/palette.py"/>
        <source>Find a command, a recent project or a layout</source>
        <translation>Befehl, letztes Projekt oder Anordnung suchen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/window_commands.py"/>
        <source>Find a command…</source>
        <translation>Befehl suchen …</translation>
    </message>
    <message>
        <location filename="../../studio/jobs/posed_photos.py"/>
        <location filename="../../studio/jobs/prediction.py"/>
        <source>Finding the object</source>
        <translation>Der Gegenstand wird gesucht</translation>
    </message>
    <message>
        <location filename="../../studio/views/doctor/doctor_page.py"/>
        <source>Findings</source>
        <translation>Befunde</translation>
    </message>
    <message>
        <location filename="../../studio/views/export/export_choices.py"/>
        <source>Fine, 16 moments</source>
        <translation>Fein, 16 Momente</translation>
    </message>
    <message>
        <location filename="../../studio/views/export/export_choices.py"/>
        <source>Finer edges; drawing takes about four times as long.</source>
        <translation>Feinere Kanten; das Zeichnen dauert etwa viermal so lange.</translation>
    </message>
    <message>
        <location filename="../../studio/views/shell/activity_panel.py"/>
        <source>Finished</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <location filename="../../resources/materials/presets.json"/>
        <source>Firm gelatin (2:1)</source>
        <translation>Feste Gelatine (2:1)</translation>
    </message>
    <message>
        <location filename="../../resources/materials/examples.json"/>
        <source>firm jelly</source>
        <translation>festes Gelee</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/playback_commands.py"/>
        <source>First frame</source>
        <translation>Erstes Bild</translation>
    </message>
    <message>
        <location filename="../../studio/views/photo/views_box.py"/>
        <source>First view: colours and material. The camera of each looks at the object's middle.</source>
        <translation>Erste Ansicht: Farben und Material. Jede Kamera blickt auf die Mitte des Objekts.</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/camera_path_controller.py"/>
        <source>Fit the camera path to the take</source>
        <translation>Kamerapfad an die Aufnahme anpassen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/camera_commands.py"/>
        <source>Fit the path to the take</source>
        <translation>Pfad an die Aufnahme anpassen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/timeline_commands.py"/>
        <source>Flip between branch and origin</source>
        <translation>Zwischen Zweig und Ursprung wechseln</translation>
    </message>
    <message>
        <location filename="../../studio/views/viewport/selection_panel.py"/>
        <source>Floaters</source>
        <translation>Schwebende Reste</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_law.py"/>
        <source>Flows; thicker with more viscosity</source>
        <translation>Fließt; zäher mit mehr Viskosität</translation>
    </message>
    <message>
        <location filename="../../sim/materials.py"/>
        <source>Foam</source>
        <translation>Schaum</translation>
    </message>
    <message>
        <location filename="../../resources/materials/examples.json"/>
        <source>foam</source>
        <translation>Schaum</translation>
    </message>
    <message>
        <location filename="../../resources/materials/presets.json"/>
        <location filename="../../resources/samples/samples.json"/>
        <source>Foam brick</source>
        <translation>Schaumstoffziegel</translation>
    </message>
    <message>
        <location filename="../../resources/materials/presets.json"/>
        <source>Foam cushion (soft polyurethane)</source>
        <translation>Schaumkissen (weiches Polyurethan)</translation>
    </message>
    <message>
        <location filename="../../studio/views/take_list.py"/>
        <source>folded</source>
        <translation>zugeklappt</translation>
    </message>
    <message>
        <location filename="../../studio/views/photo/file_prompts.py"/>
        <source>Folder of MV-Adapter's weights</source>
        <translation>Ordner mit den Gewichten von MV-Adapter</translation>
    </message>
    <message>
        <location filename="../../studio/state/preference_fields.py"/>
        <source>Folder of new projects; empty means the documents folder.</source>
        <translation>Ordner neuer Projekte; leer heißt: der Dokumente-Ordner.</translation>
    </message>
    <message>
        <location filename="../../studio/views/document/prompts.py"/>
        <source>Folder with the missing files</source>
        <translation>Ordner mit den fehlenden Dateien</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/placement_commands.py"/>
        <source>Foot on the ground</source>
        <translation>Fuß auf dem Boden</translation>
    </message>
    <message>
        <location filename="../../studio/views/export/export_choices.py"/>
        <source>For editing; large files.</source>
        <translation>Zum Schneiden; große Dateien.</translation>
    </message>
    <message>
        <location filename="../../studio/views/export/export_choices.py"/>
        <source>For web pages, over any background.</source>
        <translation>Für Webseiten, über jedem Hintergrund.</translation>
    </message>
    <message>
        <location filename="../../studio/views/export/export_choices.py"/>
        <source>For web pages.</source>
        <translation>Für Webseiten.</translation>
    </message>
    <message>
        <location filename="../../studio/state/scene_fields.py"/>
        <location filename="../../studio/state/scene_numbers.py"/>
        <source>Force</source>
        <translation>Kraft</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_scene.py"/>
        <source>Forces</source>
        <translation>Kräfte</translation>
    </message>
    <message>
        <location filename="../../studio/views/export/export_form.py"/>
        <source>Format</source>
        <translation>Format</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/camera_commands.py"/>
        <location filename="../../studio/views/export/export_choices.py"/>
        <source>Forward</source>
        <translation>Vorwärts</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_photo.py"/>
        <source>found: {angle}</source>
        <translation>gefunden: {angle}</translation>
    </message>
    <message>
        <location filename="../../resources/scenes/templates.json"/>
        <source>Four copies fall on the object and on one another.</source>
        <translation>Vier Kopien fallen auf das Objekt und aufeinander.</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/camera_commands.py"/>
        <source>Frame of the export and safe frame</source>
        <translation>Bildausschnitt des Exports und sicherer Rahmen</translation>
    </message>
    <message>
        <location filename="../../studio/state/scene_numbers.py"/>
        <location filename="../../studio/state/scene_world_lines.py"/>
        <source>Frame rate</source>
        <translation>Bildrate</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/view_commands.py"/>
        <source>Frame the selection or object</source>
        <translation>Auswahl oder Objekt ins Bild rücken</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/viewport_commands.py"/>
        <source>Frame time and counts</source>
        <translation>Bildzeit und Anzahlen</translation>
    </message>
    <message>
        <location filename="../../studio/views/timeline/timeline_track.py"/>
        <source>Frame {number}</source>
        <translation>Bild {number}</translation>
    </message>
    <message>
        <location filename="../../studio/views/main_window.py"/>
        <source>Frames that are complete stay in the project.</source>
        <translation>Fertige Einzelbilder bleiben im Projekt.</translation>
    </message>
    <message>
        <location filename="../../studio/views/export/export_form.py"/>
        <source>frames/s</source>
        <translation>Bilder/s</translation>
    </message>
    <message>
        <location filename="../../studio/jobs/still_export.py"/>
        <location filename="../../studio/jobs/video_export.py"/>
        <source>Framing the camera</source>
        <translation>Die Kamera wird ausgerichtet</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/timeline_commands.py"/>
        <source>Freeze here</source>
        <translation>Hier einfrieren</translation>
    </message>
    <message>
        <location filename="../../studio/state/law_numbers.py"/>
        <location filename="../../studio/state/scene_fields.py"/>
        <location filename="../../studio/state/scene_numbers.py"/>
        <location filename="../../studio/state/scene_world_lines.py"/>
        <source>Friction</source>
        <translation>Reibung</translation>
    </message>
    <message>
        <location filename="../../studio/state/law_numbers.py"/>
        <source>Friction angle</source>
        <translation>Reibungswinkel</translation>
    </message>
    <message>
        <location filename="../../studio/state/scene_fields.py"/>
        <source>From</source>
        <translation>Von</translation>
    </message>
    <message>
        <location filename="../../studio/views/welcome_view.py"/>
        <source>From one photo to a physical 4D scene</source>
        <translation>Von einem Foto zur physikalischen 4D-Szene</translation>
    </message>
    <message>
        <location filename="../../studio/views/export/export_choices.py"/>
        <source>From the photo's side, 20° to either side and back.</source>
        <translation>Von der Seite des Fotos, 20° zu beiden Seiten und zurück.</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_learning.py"/>
        <source>From {needed} votes on you are told how well the model agrees with you on votes that it has not seen; there are {count}.</source>
        <translation>Ab {needed} Stimmen erfahren Sie, wie gut das Modell bei Stimmen mit Ihnen übereinstimmt, die es nicht gesehen hat; bisher sind es {count}.</translation>
    </message>
    <message>
        <location filename="../../studio/state/axis_views.py"/>
        <source>Front</source>
        <translation>Vorn</translation>
    </message>
    <message>
        <location filename="../../studio/views/export/export_choices.py"/>
        <source>Full HD, 1920 × 1080</source>
        <translation>Full HD, 1920 × 1080</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/view_commands.py"/>
        <source>Full screen</source>
        <translation>Vollbild</translation>
    </message>
    <message>
        <location filename="../../studio/views/photo/model_box.py"/>
        <source>Further views</source>
        <translation>Weitere Ansichten</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/candidate_commands.py"/>
        <location filename="../../studio/views/candidates/gallery_page.py"/>
        <source>Gallery of candidates</source>
        <translation>Galerie der Kandidaten</translation>
    </message>
    <message>
        <location filename="../../studio/views/viewport/selection_panel.py"/>
        <source>Gap that connects</source>
        <translation>Lücke, die verbindet</translation>
    </message>
    <message>
        <location filename="../../render/passes/registry.py"/>
        <source>Gaussian</source>
        <translation>Gaußsche</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve.py"/>
        <source>Gaussians</source>
        <translation>Gaußsche</translation>
    </message>
    <message>
        <location filename="../../studio/views/material/material_panel.py"/>
        <source>Give all classes their predicted probabilities again</source>
        <translation>Allen Klassen wieder ihre vorhergesagten Wahrscheinlichkeiten geben</translation>
    </message>
    <message>
        <location filename="../../studio/state/scene_fields.py"/>
        <source>Given as</source>
        <translation>Angegeben als</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_law.py"/>
        <source>Gives way slowly and flows under load</source>
        <translation>Gibt langsam nach und fließt unter Last</translation>
    </message>
    <message>
        <location filename="../../resources/materials/presets.json"/>
        <location filename="../../sim/materials.py"/>
        <source>Glass</source>
        <translation>Glas</translation>
    </message>
    <message>
        <location filename="../../resources/materials/examples.json"/>
        <source>glass</source>
        <translation>Glas</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/edit_controller.py"/>
        <source>Go back in the history</source>
        <translation>Im Verlauf zurückgehen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/edit_controller.py"/>
        <source>Go forward in the history</source>
        <translation>Im Verlauf vorgehen</translation>
    </message>
    <message>
        <location filename="../../studio/views/document/prompts.py"/>
        <source>Go on with the project as it was saved. The edits are kept aside in the project's folder until the next time.</source>
        <translation>Mit dem gespeicherten Projekt fortfahren. Die Änderungen bleiben bis zum nächsten Mal im Projektordner aufbewahrt.</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/camera_commands.py"/>
        <source>Go to key</source>
        <translation>Zum Schlüssel gehen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/window_commands.py"/>
        <source>Go to the next dock</source>
        <translation>Zum nächsten Bereich</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/viewport_commands.py"/>
        <source>Go to view {key}</source>
        <translation>Zu Ansicht {key}</translation>
    </message>
    <message>
        <location filename="../../studio/views/camera/camera_panel.py"/>
        <location filename="../../studio/views/camera/key_form.py"/>
        <source>Goes on</source>
        <translation>Geht weiter</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/hand_commands.py"/>
        <source>Grab and pull</source>
        <translation>Greifen und ziehen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/view_commands.py"/>
        <location filename="../../studio/views/export/export_choices.py"/>
        <source>Gradient</source>
        <translation>Verlauf</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_law.py"/>
        <source>Grains that slide over each other</source>
        <translation>Körner, die übereinander gleiten</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/memory_gauge.py"/>
        <source>graphics card {used} of {all} GB</source>
        <translation>Grafikkarte {used} von {all} GB</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_doctor.py"/>
        <source>Graphics cards</source>
        <translation>Grafikkarten</translation>
    </message>
    <message>
        <location filename="../../studio/state/scene_numbers.py"/>
        <location filename="../../studio/state/scene_world_lines.py"/>
        <source>Gravity</source>
        <translation>Schwerkraft</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/view_commands.py"/>
        <source>Grey stage</source>
        <translation>Graue Bühne</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/view_commands.py"/>
        <source>Grid</source>
        <translation>Raster</translation>
    </message>
    <message>
        <location filename="../../studio/state/new_things.py"/>
        <location filename="../../studio/state/scene_titles.py"/>
        <source>Grip</source>
        <translation>Griff</translation>
    </message>
    <message>
        <location filename="../../studio/state/scene_world_lines.py"/>
        <source>Ground</source>
        <translation>Boden</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/photo_commands.py"/>
        <source>Grow</source>
        <translation>Wachsen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/selection_commands.py"/>
        <location filename="../../studio/controllers/selection_controller.py"/>
        <source>Grow selection</source>
        <translation>Auswahl erweitern</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/photo_controller.py"/>
        <source>Grow the mask</source>
        <translation>Maske wachsen lassen</translation>
    </message>
    <message>
        <location filename="../../studio/state/camera_amounts.py"/>
        <source>Growth of the distance</source>
        <translation>Wachstum des Abstands</translation>
    </message>
    <message>
        <location filename="../../studio/state/preference_fields.py"/>
        <source>gsplat: on an NVIDIA GPU with CUDA</source>
        <translation>gsplat: auf einer NVIDIA-GPU mit CUDA</translation>
    </message>
    <message>
        <location filename="../../studio/state/scene_fields.py"/>
        <source>Gusts</source>
        <translation>Böen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/placement_commands.py"/>
        <source>Half a turn about x</source>
        <translation>Halbe Drehung um x</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/placement_commands.py"/>
        <source>Half a turn about y</source>
        <translation>Halbe Drehung um y</translation>
    </message>
    <message>
        <location filename="../../studio/views/export/export_choices.py"/>
        <source>Half speed</source>
        <translation>Halbe Geschwindigkeit</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/window_commands.py"/>
        <location filename="../../studio/state/timeline_rows.py"/>
        <location filename="../../studio/views/docks.py"/>
        <source>Hand</source>
        <translation>Hand</translation>
    </message>
    <message>
        <location filename="../../studio/state/timeline_rows.py"/>
        <source>Hand, replayed {seconds:+.2f} s</source>
        <translation>Hand, wiederholt {seconds:+.2f} s</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/placement_commands.py"/>
        <source>Handles along the object's axes</source>
        <translation>Griffe entlang der Achsen des Objekts</translation>
    </message>
    <message>
        <location filename="../../resources/materials/examples.json"/>
        <source>hard clay</source>
        <translation>fester Ton</translation>
    </message>
    <message>
        <location filename="../../resources/materials/presets.json"/>
        <source>Hard rubber</source>
        <translation>Hartgummi</translation>
    </message>
    <message>
        <location filename="../../studio/state/law_numbers.py"/>
        <source>Hardening</source>
        <translation>Verfestigung</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_doctor.py"/>
        <source>Hardware</source>
        <translation>Hardware</translation>
    </message>
    <message>
        <location filename="../../studio/views/export/export_choices.py"/>
        <source>HD, 1280 × 720</source>
        <translation>HD, 1280 × 720</translation>
    </message>
    <message>
        <location filename="../../studio/views/camera/key_form.py"/>
        <source>Heading</source>
        <translation>Richtung</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_selection.py"/>
        <location filename="../../studio/state/scene_world_lines.py"/>
        <location filename="../../studio/views/export/export_form.py"/>
        <source>Height</source>
        <translation>Höhe</translation>
    </message>
    <message>
        <location filename="../../studio/state/view_numbers.py"/>
        <source>Height angle</source>
        <translation>Höhenwinkel</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/help_commands.py"/>
        <source>Help</source>
        <translation>Hilfe</translation>
    </message>
    <message>
        <location filename="../../sim/materials.py"/>
        <source>Hencky</source>
        <translation>Hencky</translation>
    </message>
    <message>
        <location filename="../../studio/views/scene/scene_tree.py"/>
        <source>hidden</source>
        <translation>verborgen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/selection_controller.py"/>
        <source>Hide</source>
        <translation>Ausblenden</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/scene_commands.py"/>
        <source>Hide outline</source>
        <translation>Umriss verbergen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/selection_commands.py"/>
        <source>Hide selected</source>
        <translation>Ausgewählte ausblenden</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/scene_controller.py"/>
        <source>Hide {name}</source>
        <translation>{name} verbergen</translation>
    </message>
    <message>
        <location filename="../../studio/views/export/export_choices.py"/>
        <source>High</source>
        <translation>Hoch</translation>
    </message>
    <message>
        <location filename="../../studio/state/preference_fields.py"/>
        <source>High contrast</source>
        <translation>Hoher Kontrast</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/selection_commands.py"/>
        <source>Highlight floaters</source>
        <translation>Schwebende Reste hervorheben</translation>
    </message>
    <message>
        <location filename="../../studio/views/viewport/selection_panel.py"/>
        <source>Histogram: drag to select a range</source>
        <translation>Histogramm: ziehen, um einen Bereich auszuwählen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/window_commands.py"/>
        <location filename="../../studio/views/docks.py"/>
        <source>History</source>
        <translation>Verlauf</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/document_commands.py"/>
        <location filename="../../studio/views/document/history_panel.py"/>
        <source>History of edits</source>
        <translation>Verlauf der Änderungen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/camera_path_controller.py"/>
        <source>Hold camera</source>
        <translation>Kamera halten</translation>
    </message>
    <message>
        <location filename="../../studio/views/stage/stage_window.py"/>
        <source>Hold Escape for 3 seconds to leave presenter mode.</source>
        <translation>Halten Sie Escape 3 Sekunden, um den Vorführmodus zu verlassen.</translation>
    </message>
    <message>
        <location filename="../../studio/views/timeline/hand_panel.py"/>
        <source>Holding</source>
        <translation>Hält fest</translation>
    </message>
    <message>
        <location filename="../../resources/materials/presets.json"/>
        <source>Honey</source>
        <translation>Honig</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/photo_marks.py"/>
        <source>Horizon</source>
        <translation>Horizont</translation>
    </message>
    <message>
        <location filename="../../studio/views/photo/camera_box.py"/>
        <source>How far the camera looks down</source>
        <translation>Wie weit die Kamera nach unten blickt</translation>
    </message>
    <message>
        <location filename="../../studio/views/material/sample_section.py"/>
        <source>How many samples are drawn, 1 to 64</source>
        <translation>Wie viele Stichproben gezogen werden, 1 bis 64</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_selection.py"/>
        <source>Hue</source>
        <translation>Farbton</translation>
    </message>
    <message>
        <location filename="../../studio/doctor_display.py"/>
        <source>if texts are tiny or the picture is cut off, unset these and use Preferences ▸ Size of texts and controls</source>
        <translation>Sind Texte winzig oder das Bild abgeschnitten, löschen Sie diese Variablen und nehmen Einstellungen ▸ Größe von Texten und Bedienelementen</translation>
    </message>
    <message>
        <location filename="../../studio/views/document/prompts.py"/>
        <source>If that computer was switched off or lost its connection, nobody uses the project any more and you can take it over.</source>
        <translation>Wurde jener Rechner ausgeschaltet oder hat er die Verbindung verloren, benutzt niemand mehr das Projekt, und Sie können es übernehmen.</translation>
    </message>
    <message>
        <location filename="../../studio/doctor_display.py"/>
        <source>if the window does not appear or the viewport stays blank, start it through XWayland: QT_QPA_PLATFORM=xcb phys4d-studio</source>
        <translation>Erscheint das Fenster nicht oder bleibt die Ansicht leer, starten Sie über XWayland: QT_QPA_PLATFORM=xcb phys4d-studio</translation>
    </message>
    <message>
        <location filename="../../studio/views/document/prompts.py"/>
        <source>If you do not save, your changes since the last save are lost.</source>
        <translation>Ohne Speichern gehen Ihre Änderungen seit dem letzten Speichern verloren.</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/bodies_controller.py"/>
        <location filename="../../studio/controllers/document_controller.py"/>
        <source>Importing {name}</source>
        <translation>{name} wird eingelesen</translation>
    </message>
    <message>
        <location filename="../../studio/state/stage_view.py"/>
        <source>In a moment it becomes an object</source>
        <translation>Gleich wird es ein Objekt</translation>
    </message>
    <message>
        <location filename="../../studio/views/photo/views_box.py"/>
        <source>In longest sides of the object</source>
        <translation>In längsten Seiten des Objekts</translation>
    </message>
    <message>
        <location filename="../../studio/views/photo/model_box.py"/>
        <source>in the checkpoint</source>
        <translation>im Checkpoint</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_learning.py"/>
        <source>In use: {name}, learned from {count} votes.</source>
        <translation>In Gebrauch: {name}, aus {count} Stimmen gelernt.</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_learning.py"/>
        <source>In use: {name}.</source>
        <translation>In Gebrauch: {name}.</translation>
    </message>
    <message>
        <location filename="../../studio/views/timeline/hand_panel.py"/>
        <source>In {name}</source>
        <translation>In {name}</translation>
    </message>
    <message>
        <location filename="../../studio/views/material/comparison_box.py"/>
        <source>In {take}</source>
        <translation>In {take}</translation>
    </message>
    <message>
        <location filename="../../studio/views/shell/log_panel.py"/>
        <source>Information</source>
        <translation>Hinweis</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_model.py"/>
        <source>inside the file</source>
        <translation>in der Datei</translation>
    </message>
    <message>
        <location filename="../../studio/doctor_parts.py"/>
        <source>install a Pillow with {name}: pip install --force-reinstall pillow</source>
        <translation>Installieren Sie ein Pillow mit {name}: pip install --force-reinstall pillow</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/console_commands.py"/>
        <source>Interrupt the code that runs</source>
        <translation>Laufenden Code unterbrechen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/photo_commands.py"/>
        <source>Invert</source>
        <translation>Umkehren</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/selection_commands.py"/>
        <location filename="../../studio/controllers/selection_controller.py"/>
        <source>Invert selection</source>
        <translation>Auswahl umkehren</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/photo_controller.py"/>
        <source>Invert the mask</source>
        <translation>Maske umkehren</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/selection_commands.py"/>
        <source>Is added (Shift)</source>
        <translation>Kommt hinzu (Umschalt)</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/selection_commands.py"/>
        <source>Is taken away (Ctrl)</source>
        <translation>Wird abgezogen (Strg)</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/selection_commands.py"/>
        <source>Is the new selection</source>
        <translation>Ist die neue Auswahl</translation>
    </message>
    <message>
        <location filename="../../studio/jobs/runner.py"/>
        <source>It cannot start; run `phys4d-studio doctor` to see why.</source>
        <translation>Er kann nicht starten; `phys4d-studio doctor` sagt, warum.</translation>
    </message>
    <message>
        <location filename="../../studio/jobs/processes.py"/>
        <source>it does not answer</source>
        <translation>er antwortet nicht</translation>
    </message>
    <message>
        <location filename="../../studio/jobs/processes.py"/>
        <source>it ended with status {code}</source>
        <translation>er endete mit dem Status {code}</translation>
    </message>
    <message>
        <location filename="../../studio/state/gallery_view.py"/>
        <source>It failed for an unknown reason</source>
        <translation>Es schlug aus unbekanntem Grund fehl</translation>
    </message>
    <message>
        <location filename="../../studio/jobs/runner.py"/>
        <source>It has stopped {count} times in a minute and is restarted in {seconds} s; your project is unharmed.</source>
        <translation>Er hat in einer Minute {count}-mal aufgehört und wird in {seconds} s neu gestartet; Ihr Projekt ist unversehrt.</translation>
    </message>
    <message>
        <location filename="../../studio/views/stage/object_page.py"/>
        <source>It is being simulated …</source>
        <translation>Es wird simuliert …</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_scene.py"/>
        <source>It moves through {count} keys.</source>
        <translation>Es bewegt sich durch {count} Schlüssel.</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/edit_controller.py"/>
        <source>It needs more memory than the undo history may take.</source>
        <translation>Es braucht mehr Speicher, als der Verlauf belegen darf.</translation>
    </message>
    <message>
        <location filename="../../studio/jobs/processes.py"/>
        <source>it was ended by signal {name}</source>
        <translation>er wurde durch das Signal {name} beendet</translation>
    </message>
    <message>
        <location filename="../../studio/jobs/runner.py"/>
        <source>It was restarted; your project is unharmed.</source>
        <translation>Er wurde neu gestartet; Ihr Projekt ist unversehrt.</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_scene.py"/>
        <source>Its place is set in the panel Place, its material in the panel Material.</source>
        <translation>Seinen Ort bestimmt die Tafel Ort, sein Material die Tafel Material.</translation>
    </message>
    <message>
        <location filename="../../sim/materials.py"/>
        <source>Jelly</source>
        <translation>Gelee</translation>
    </message>
    <message>
        <location filename="../../resources/materials/examples.json"/>
        <source>jelly</source>
        <translation>Gelee</translation>
    </message>
    <message>
        <location filename="../../resources/materials/presets.json"/>
        <source>Jelly (20:1 gelatin)</source>
        <translation>Gelee (20:1 Gelatine)</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_doctor.py"/>
        <source>JPEG photos</source>
        <translation>JPEG-Fotos</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/viewport_commands.py"/>
        <location filename="../../studio/controllers/view_places.py"/>
        <source>Keep view {key}</source>
        <translation>Ansicht {key} merken</translation>
    </message>
    <message>
        <location filename="../../studio/views/main_window.py"/>
        <source>Keep working</source>
        <translation>Weiterarbeiten</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_law.py"/>
        <source>Keeps its shape, bounces and spins</source>
        <translation>Behält seine Form, springt und dreht sich</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_scene.py"/>
        <source>Kept view</source>
        <translation>Gemerkte Ansicht</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/viewport_commands.py"/>
        <source>Kept views</source>
        <translation>Gemerkte Ansichten</translation>
    </message>
    <message>
        <location filename="../../studio/views/timeline/key_strip.py"/>
        <source>Key {number} · {name}</source>
        <translation>Schlüssel {number} · {name}</translation>
    </message>
    <message>
        <location filename="../../studio/views/shell/keys_page.py"/>
        <location filename="../../studio/views/shell/settings_dialog.py"/>
        <source>Keys</source>
        <translation>Tasten</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/keymap_controller.py"/>
        <source>Keys cannot be stored: {reason}</source>
        <translation>Die Tasten können nicht gespeichert werden: {reason}</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/help_commands.py"/>
        <source>Keys…</source>
        <translation>Tasten …</translation>
    </message>
    <message>
        <location filename="../../studio/state/take_record.py"/>
        <source>Kinetic energy</source>
        <translation>Bewegungsenergie</translation>
    </message>
    <message>
        <location filename="../../studio/views/material/preset_row.py"/>
        <source>Known materials, each value with its source</source>
        <translation>Bekannte Materialien, jeder Wert mit seiner Quelle</translation>
    </message>
    <message>
        <location filename="../../studio/state/preference_fields.py"/>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <location filename="../../studio/state/preference_fields.py"/>
        <source>Language of menus, panels and messages.</source>
        <translation>Sprache der Menüs, Bereiche und Meldungen.</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/photo_commands.py"/>
        <location filename="../../studio/controllers/commands/selection_commands.py"/>
        <source>Larger brush</source>
        <translation>Größerer Pinsel</translation>
    </message>
    <message>
        <location filename="../../render/passes/registry.py"/>
        <source>Largest logarithmic strain</source>
        <translation>Größte logarithmische Dehnung</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/selection_commands.py"/>
        <source>Lasso</source>
        <translation>Lasso</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/playback_commands.py"/>
        <source>Last frame</source>
        <translation>Letztes Bild</translation>
    </message>
    <message>
        <location filename="../../studio/state/scene_fields.py"/>
        <source>Lasts</source>
        <translation>Dauert</translation>
    </message>
    <message>
        <location filename="../../studio/views/photo/views_box.py"/>
        <source>Later</source>
        <translation>Später</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_comparison.py"/>
        <location filename="../../studio/views/material/law_form.py"/>
        <source>Law</source>
        <translation>Gesetz</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/photo_commands.py"/>
        <source>Lay the mask over the photo</source>
        <translation>Maske über das Foto legen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/window_commands.py"/>
        <source>Layout: Compare</source>
        <translation>Anordnung: Vergleichen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/window_commands.py"/>
        <source>Layout: Edit</source>
        <translation>Anordnung: Bearbeiten</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/window_commands.py"/>
        <source>Layout: Present</source>
        <translation>Anordnung: Vorführen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/palette.py"/>
        <source>Layout: {name}</source>
        <translation>Anordnung: {name}</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/learning_commands.py"/>
        <source>Learn from my votes</source>
        <translation>Aus meinen Stimmen lernen</translation>
    </message>
    <message>
        <location filename="../../studio/views/candidates/learn_panel.py"/>
        <source>Learn without {votes}</source>
        <translation>Ohne {votes} lernen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/window_commands.py"/>
        <location filename="../../studio/views/docks.py"/>
        <source>Learning</source>
        <translation>Lernen</translation>
    </message>
    <message>
        <location filename="../../studio/jobs/learning.py"/>
        <source>Learning from the votes</source>
        <translation>Aus den Stimmen wird gelernt</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/learning_controller.py"/>
        <source>Learning from your votes</source>
        <translation>Aus Ihren Stimmen wird gelernt</translation>
    </message>
    <message>
        <location filename="../../sim/materials.py"/>
        <source>Leather</source>
        <translation>Leder</translation>
    </message>
    <message>
        <location filename="../../resources/materials/examples.json"/>
        <source>leather</source>
        <translation>Leder</translation>
    </message>
    <message>
        <location filename="../../studio/views/shell/tour.py"/>
        <source>Leave</source>
        <translation>Verlassen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/doctor_commands.py"/>
        <source>Leave the doctor</source>
        <translation>Doktor verlassen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/photo_commands.py"/>
        <source>Leave the separate DINOv3 out</source>
        <translation>Das getrennte DINOv3 weglassen</translation>
    </message>
    <message>
        <location filename="../../studio/views/stage/stage_window.py"/>
        <source>Leaving … {percent} %</source>
        <translation>Wird verlassen … {percent} %</translation>
    </message>
    <message>
        <location filename="../../studio/state/axis_views.py"/>
        <source>Left</source>
        <translation>Links</translation>
    </message>
    <message>
        <location filename="../../studio/views/candidates/vote_pane.py"/>
        <source>Left  (1)</source>
        <translation>Links  (1)</translation>
    </message>
    <message>
        <location filename="../../studio/views/help_dialogs.py"/>
        <source>left or middle drag</source>
        <translation>links oder mitte ziehen</translation>
    </message>
    <message>
        <location filename="../../studio/views/candidates/vote_pane.py"/>
        <location filename="../../studio/views/stage/choice_page.py"/>
        <source>Left take</source>
        <translation>Linke Aufnahme</translation>
    </message>
    <message>
        <location filename="../../studio/state/take_list.py"/>
        <source>left {name} at frame {frame}</source>
        <translation>verließ {name} bei Bild {frame}</translation>
    </message>
    <message>
        <location filename="../../studio/state/scene_fields.py"/>
        <location filename="../../studio/state/scene_numbers.py"/>
        <source>Length</source>
        <translation>Länge</translation>
    </message>
    <message>
        <location filename="../../studio/state/photo_quantities.py"/>
        <source>Length of the line</source>
        <translation>Länge der Linie</translation>
    </message>
    <message>
        <location filename="../../studio/views/camera/camera_panel.py"/>
        <location filename="../../studio/views/camera/key_form.py"/>
        <location filename="../../studio/views/help_dialogs.py"/>
        <source>Lens</source>
        <translation>Objektiv</translation>
    </message>
    <message>
        <location filename="../../studio/views/material/curve_editor.py"/>
        <source>Let {name} vary again</source>
        <translation>{name} wieder streuen lassen</translation>
    </message>
    <message>
        <location filename="../../studio/state/scene_fields.py"/>
        <source>Lets go</source>
        <translation>Lässt los</translation>
    </message>
    <message>
        <location filename="../../studio/state/scene_fields.py"/>
        <source>Lets go at</source>
        <translation>Lässt los bei</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/photo_marks.py"/>
        <location filename="../../studio/views/shell/log_panel.py"/>
        <source>Level</source>
        <translation>Stufe</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/photo_commands.py"/>
        <source>Level: draw along something level</source>
        <translation>Waagerechte: entlang von etwas Waagerechtem ziehen</translation>
    </message>
    <message>
        <location filename="../../studio/state/preference_fields.py"/>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <location filename="../../resources/materials/presets.json"/>
        <source>Light snow</source>
        <translation>Leichter Schnee</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/view_commands.py"/>
        <source>Light stage</source>
        <translation>Helle Bühne</translation>
    </message>
    <message>
        <location filename="../../studio/views/export/export_choices.py"/>
        <source>Light, 4 moments</source>
        <translation>Leicht, 4 Momente</translation>
    </message>
    <message>
        <location filename="../../sim/materials.py"/>
        <source>Liquid</source>
        <translation>Flüssigkeit</translation>
    </message>
    <message>
        <location filename="../../studio/jobs/prediction.py"/>
        <source>Loading the model</source>
        <translation>Das Modell wird geladen</translation>
    </message>
    <message>
        <location filename="../../studio/jobs/continuation.py"/>
        <location filename="../../studio/jobs/simulation.py"/>
        <source>Loading the object</source>
        <translation>Das Objekt wird geladen</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve.py"/>
        <source>Loading the object…</source>
        <translation>Das Objekt wird geladen …</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/selection_controller.py"/>
        <source>Lock</source>
        <translation>Sperren</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/material_commands.py"/>
        <source>Lock density</source>
        <translation>Dichte sperren</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/material_commands.py"/>
        <source>Lock Poisson's ratio</source>
        <translation>Querkontraktionszahl sperren</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/selection_commands.py"/>
        <source>Lock selected</source>
        <translation>Ausgewählte sperren</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/material_commands.py"/>
        <source>Lock Young's modulus</source>
        <translation>Elastizitätsmodul sperren</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/distribution_controller.py"/>
        <location filename="../../studio/views/material/curve_editor.py"/>
        <source>Lock {name}</source>
        <translation>{name} sperren</translation>
    </message>
    <message>
        <location filename="../../studio/views/material/curve_editor.py"/>
        <source>Lock {name}: every sample gets this value</source>
        <translation>{name} sperren: jede Stichprobe bekommt diesen Wert</translation>
    </message>
    <message>
        <location filename="../../studio/views/material/percentile_row.py"/>
        <source>Locked: every sample has this value</source>
        <translation>Gesperrt: jede Stichprobe hat diesen Wert</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/window_commands.py"/>
        <location filename="../../studio/views/docks.py"/>
        <location filename="../../studio/views/shell/log_panel.py"/>
        <source>Log</source>
        <translation>Protokoll</translation>
    </message>
    <message>
        <location filename="../../render/passes/registry.py"/>
        <source>Logarithmic change of volume</source>
        <translation>Logarithmische Volumenänderung</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/viewport_commands.py"/>
        <source>Longer lens</source>
        <translation>Längeres Objektiv</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_selection.py"/>
        <source>Longest over shortest side</source>
        <translation>Längste durch kürzeste Seite</translation>
    </message>
    <message>
        <location filename="../../studio/state/quantities.py"/>
        <location filename="../../studio/views/photo/camera_box.py"/>
        <source>Longest side</source>
        <translation>Längste Seite</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/doctor_commands.py"/>
        <source>Look again</source>
        <translation>Neu nachsehen</translation>
    </message>
    <message>
        <location filename="../../studio/state/condition_reasons.py"/>
        <source>Look at the machine first.</source>
        <translation>Lassen Sie zuerst den Rechner prüfen.</translation>
    </message>
    <message>
        <location filename="../../studio/state/condition_reasons.py"/>
        <source>Look for floaters first.</source>
        <translation>Suchen Sie zuerst schwebende Reste.</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/viewport_commands.py"/>
        <source>Look from</source>
        <translation>Blick von</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_camera.py"/>
        <source>Look from where the camera should start and add a key, or start from a preset.</source>
        <translation>Blicken Sie von dort, wo die Kamera beginnen soll, und fügen Sie einen Schlüssel hinzu, oder beginnen Sie mit einer Vorlage.</translation>
    </message>
    <message>
        <location filename="../../studio/views/stage/object_page.py"/>
        <source>Look round</source>
        <translation>Umsehen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/camera_commands.py"/>
        <source>Look through the camera path</source>
        <translation>Durch den Kamerapfad blicken</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_doctor.py"/>
        <source>Looking at hardware, drivers and back-ends.</source>
        <translation>Hardware, Treiber und Rechenwerke werden geprüft.</translation>
    </message>
    <message>
        <location filename="../../render/clips/ply_sequence.py"/>
        <source>Looking at the sequence</source>
        <translation>Die Folge wird durchgesehen</translation>
    </message>
    <message>
        <location filename="../../studio/doctor.py"/>
        <source>Looking at this machine</source>
        <translation>Dieser Rechner wird geprüft</translation>
    </message>
    <message>
        <location filename="../../studio/views/welcome_view.py"/>
        <source>Looking at this machine…</source>
        <translation>Dieser Rechner wird geprüft …</translation>
    </message>
    <message>
        <location filename="../../studio/state/stage_view.py"/>
        <source>Looking at your photo</source>
        <translation>Ihr Foto wird betrachtet</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/selection_controller.py"/>
        <source>Looking for floaters…</source>
        <translation>Schwebende Reste werden gesucht …</translation>
    </message>
    <message>
        <location filename="../../render/clips/page_motion.py"/>
        <source>Looking through the clip</source>
        <translation>Der Clip wird durchgesehen</translation>
    </message>
    <message>
        <location filename="../../sim/imported_take.py"/>
        <source>Looking through the frames</source>
        <translation>Die Bilder werden durchgesehen</translation>
    </message>
    <message>
        <location filename="../../studio/views/camera/key_form.py"/>
        <source>Looks at</source>
        <translation>Blickt auf</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/playback_commands.py"/>
        <source>Loop</source>
        <translation>Schleife</translation>
    </message>
    <message>
        <location filename="../../studio/state/preference_fields.py"/>
        <source>Loop takes</source>
        <translation>Aufnahmen in Schleife</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/camera_path_controller.py"/>
        <source>Loop the camera path</source>
        <translation>Kamerapfad wiederholen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/camera_commands.py"/>
        <source>Loop the path</source>
        <translation>Pfad wiederholen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/photo_commands.py"/>
        <source>Make further views by MV-Adapter</source>
        <translation>Weitere Ansichten mit MV-Adapter erzeugen</translation>
    </message>
    <message>
        <location filename="../../studio/state/stage_view.py"/>
        <source>Making two variants</source>
        <translation>Zwei Varianten entstehen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/timeline_controller.py"/>
        <source>Marker {number}</source>
        <translation>Marke {number}</translation>
    </message>
    <message>
        <location filename="../../studio/state/timeline_rows.py"/>
        <source>Markers</source>
        <translation>Marken</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/timeline_commands.py"/>
        <source>Markers and events</source>
        <translation>Marken und Ereignisse</translation>
    </message>
    <message>
        <location filename="../../studio/views/timeline/row_view.py"/>
        <source>Markers, events and camera keys</source>
        <translation>Marken, Ereignisse und Kameramarken</translation>
    </message>
    <message>
        <location filename="../../studio/views/viewport/sketch_layer.py"/>
        <source>Marks of the active tool</source>
        <translation>Zeichen des aktiven Werkzeugs</translation>
    </message>
    <message>
        <location filename="../../studio/views/photo/mask_box.py"/>
        <source>Mask</source>
        <translation>Maske</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/window_commands.py"/>
        <location filename="../../studio/controllers/presets_controller.py"/>
        <location filename="../../studio/views/docks.py"/>
        <location filename="../../studio/views/material/material_panel.py"/>
        <location filename="../../studio/views/scene/part_material.py"/>
        <source>Material</source>
        <translation>Material</translation>
    </message>
    <message>
        <location filename="../../render/passes/registry.py"/>
        <source>Material class</source>
        <translation>Materialklasse</translation>
    </message>
    <message>
        <location filename="../../studio/views/material/preset_row.py"/>
        <source>Material preset</source>
        <translation>Materialvorlage</translation>
    </message>
    <message>
        <location filename="../../studio/views/material/sample_table.py"/>
        <source>Mean</source>
        <translation>Mittelwert</translation>
    </message>
    <message>
        <location filename="../../studio/views/material/curve_tips.py"/>
        <source>Mean {value}, predicted {predicted}; drag to move, double-click to reset</source>
        <translation>Mittelwert {value}, vorhergesagt {predicted}; ziehen verschiebt, Doppelklick setzt zurück</translation>
    </message>
    <message>
        <location filename="../../studio/views/material/curve_tips.py"/>
        <source>Mean {value}; drag to move</source>
        <translation>Mittelwert {value}; ziehen verschiebt</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/doctor_commands.py"/>
        <source>Measure the speed</source>
        <translation>Geschwindigkeit messen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/photo_commands.py"/>
        <source>Measure: draw a line of known length</source>
        <translation>Messen: eine Linie bekannter Länge ziehen</translation>
    </message>
    <message>
        <location filename="../../studio/jobs/doctor_process.py"/>
        <source>Measuring the renderer</source>
        <translation>Das Zeichnen wird gemessen</translation>
    </message>
    <message>
        <location filename="../../studio/jobs/doctor_process.py"/>
        <source>Measuring the simulator</source>
        <translation>Der Simulator wird gemessen</translation>
    </message>
    <message>
        <location filename="../../render/passes/registry.py"/>
        <source>Median depth</source>
        <translation>Mediane Tiefe</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_doctor.py"/>
        <location filename="../../studio/state/resolve_model.py"/>
        <source>Memory</source>
        <translation>Arbeitsspeicher</translation>
    </message>
    <message>
        <location filename="../../studio/state/machine.py"/>
        <source>Memory is short: use the sketch quality, and close other programs.</source>
        <translation>Der Speicher ist knapp: nehmen Sie die Skizzenqualität, und schließen Sie andere Programme.</translation>
    </message>
    <message>
        <location filename="../../studio/state/preference_fields.py"/>
        <source>Memory that undo may use; the oldest steps leave when it is full.</source>
        <translation>Speicher für das Rückgängigmachen; ist er voll, fallen die ältesten Schritte weg.</translation>
    </message>
    <message>
        <location filename="../../studio/state/scene_titles.py"/>
        <source>Mesh</source>
        <translation>Netz</translation>
    </message>
    <message>
        <location filename="../../studio/views/photo/file_prompts.py"/>
        <source>Meshes</source>
        <translation>Netze</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/scene_commands.py"/>
        <source>Mesh…</source>
        <translation>Netz…</translation>
    </message>
    <message>
        <location filename="../../sim/materials.py"/>
        <source>Metal</source>
        <translation>Metall</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_doctor.py"/>
        <source>Missing</source>
        <translation>Fehlt</translation>
    </message>
    <message>
        <location filename="../../studio/views/document/prompts.py"/>
        <source>Missing files</source>
        <translation>Fehlende Dateien</translation>
    </message>
    <message>
        <location filename="../../studio/views/photo/model_box.py"/>
        <location filename="../../studio/views/photo/photo_panel.py"/>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_doctor.py"/>
        <source>Model files</source>
        <translation>Modelldateien</translation>
    </message>
    <message>
        <location filename="../../studio/state/take_record.py"/>
        <source>Momentum</source>
        <translation>Impuls</translation>
    </message>
    <message>
        <location filename="../../studio/views/timeline/timeline_panel.py"/>
        <source>More of the timeline</source>
        <translation>Mehr zur Zeitleiste</translation>
    </message>
    <message>
        <location filename="../../studio/views/export/export_form.py"/>
        <source>Motion blur</source>
        <translation>Bewegungsunschärfe</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/placement_commands.py"/>
        <location filename="../../studio/views/help_dialogs.py"/>
        <source>Move</source>
        <translation>Verschieben</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/camera_path_controller.py"/>
        <source>Move camera</source>
        <translation>Kamera bewegen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/camera_path_controller.py"/>
        <source>Move camera key</source>
        <translation>Kameraschlüssel bewegen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/collider_keys_controller.py"/>
        <source>Move collider key</source>
        <translation>Schlüssel des Hindernisses verschieben</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/scene_commands.py"/>
        <location filename="../../studio/controllers/commands/viewport_commands.py"/>
        <source>Move down</source>
        <translation>Nach unten</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/tools/scene_tool.py"/>
        <source>Move in the scene</source>
        <translation>In der Szene verschieben</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/viewport_commands.py"/>
        <source>Move left</source>
        <translation>Nach links verschieben</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/timeline_controller.py"/>
        <source>Move marker</source>
        <translation>Marke verschieben</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/placement_controller.py"/>
        <location filename="../../studio/controllers/scene_controller.py"/>
        <source>Move object</source>
        <translation>Objekt verschieben</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/collider_keys_controller.py"/>
        <location filename="../../studio/controllers/timeline_items.py"/>
        <source>Move on the timeline</source>
        <translation>Auf der Zeitleiste verschieben</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/viewport_commands.py"/>
        <source>Move right</source>
        <translation>Nach rechts verschieben</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/branch_controller.py"/>
        <source>Move the recorded hand</source>
        <translation>Aufgezeichnete Hand verschieben</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/scene_commands.py"/>
        <location filename="../../studio/controllers/commands/viewport_commands.py"/>
        <source>Move up</source>
        <translation>Nach oben</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/scene_controller.py"/>
        <source>Move {name}</source>
        <translation>{name} verschieben</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_comparison.py"/>
        <source>Moved as a rigid body</source>
        <translation>Als starrer Körper bewegt</translation>
    </message>
    <message>
        <location filename="../../studio/state/scene_fields.py"/>
        <source>Moves</source>
        <translation>Bewegt sich</translation>
    </message>
    <message>
        <location filename="../../studio/state/gallery_text.py"/>
        <source>Moves like {others}: {reason}</source>
        <translation>Bewegt sich wie {others}: {reason}</translation>
    </message>
    <message>
        <location filename="../../studio/views/export/export_choices.py"/>
        <source>Moving splats for tools that read Universal Scene Description.</source>
        <translation>Bewegte Splats für Werkzeuge, die Universal Scene Description lesen.</translation>
    </message>
    <message>
        <location filename="../../studio/viewport_benchmark.py"/>
        <source>Moving the camera</source>
        <translation>Die Kamera wird bewegt</translation>
    </message>
    <message>
        <location filename="../../studio/views/photo/model_box.py"/>
        <source>MV-Adapter</source>
        <translation>MV-Adapter</translation>
    </message>
    <message>
        <location filename="../../studio/views/export/export_choices.py"/>
        <source>My camera path</source>
        <translation>Mein Kamerapfad</translation>
    </message>
    <message>
        <location filename="../../studio/views/shell/name_prompt.py"/>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <location filename="../../studio/views/export/export_form.py"/>
        <source>Names with commas between them, each to a file of its own: colour, depth, normal, velocity, stress, flow …</source>
        <translation>Namen mit Kommas dazwischen, jeder in eine eigene Datei: colour, depth, normal, velocity, stress, flow …</translation>
    </message>
    <message>
        <location filename="../../studio/doctor_display.py"/>
        <source>neither DISPLAY nor WAYLAND_DISPLAY is set</source>
        <translation>Weder DISPLAY noch WAYLAND_DISPLAY ist gesetzt</translation>
    </message>
    <message>
        <location filename="../../sim/materials.py"/>
        <source>Neo-Hookean</source>
        <translation>Neo-Hooke</translation>
    </message>
    <message>
        <location filename="../../studio/views/shell/key_field.py"/>
        <source>New keys</source>
        <translation>Neue Tasten</translation>
    </message>
    <message>
        <location filename="../../studio/state/preference_fields.py"/>
        <source>New projects</source>
        <translation>Neue Projekte</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/viewport_commands.py"/>
        <location filename="../../studio/views/shell/tour.py"/>
        <source>Next</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/candidate_commands.py"/>
        <source>Next candidates</source>
        <translation>Nächste Kandidaten</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/timeline_commands.py"/>
        <source>Next colour</source>
        <translation>Nächste Farbe</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/playback_commands.py"/>
        <source>Next frame</source>
        <translation>Nächstes Bild</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/camera_commands.py"/>
        <source>Next key</source>
        <translation>Nächster Schlüssel</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/timeline_commands.py"/>
        <source>Next marker</source>
        <translation>Nächste Marke</translation>
    </message>
    <message>
        <location filename="../../studio/views/candidates/vote_pane.py"/>
        <source>Next pair  (N)</source>
        <translation>Nächstes Paar  (N)</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/candidate_commands.py"/>
        <source>Next pair (N)</source>
        <translation>Nächstes Paar (N)</translation>
    </message>
    <message>
        <location filename="../../studio/doctor_display.py"/>
        <source>no</source>
        <translation>nein</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_adapter.py"/>
        <source>No adapter</source>
        <translation>Kein Adapter</translation>
    </message>
    <message>
        <location filename="../../studio/state/condition_reasons.py"/>
        <source>No adapter is in use.</source>
        <translation>Es ist kein Adapter in Gebrauch.</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_learning.py"/>
        <source>No adapter is in use: the model says what it learned at first.</source>
        <translation>Es ist kein Adapter in Gebrauch: Das Modell sagt, was es ursprünglich gelernt hat.</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/candidate_choices_controller.py"/>
        <source>No candidate is finished yet.</source>
        <translation>Noch ist kein Kandidat fertig.</translation>
    </message>
    <message>
        <location filename="../../studio/state/condition_reasons.py"/>
        <source>No candidates are being simulated.</source>
        <translation>Es werden keine Kandidaten simuliert.</translation>
    </message>
    <message>
        <location filename="../../studio/state/gallery_view.py"/>
        <source>No candidates yet. Sample some to see how the object may move.</source>
        <translation>Noch keine Kandidaten. Ziehen Sie einige, um zu sehen, wie sich das Objekt bewegen kann.</translation>
    </message>
    <message>
        <location filename="../../studio/doctor_parts.py"/>
        <source>no checksum to compare with</source>
        <translation>keine Prüfsumme zum Vergleichen</translation>
    </message>
    <message>
        <location filename="../../studio/state/condition_reasons.py"/>
        <source>No code runs.</source>
        <translation>Es läuft kein Code.</translation>
    </message>
    <message>
        <location filename="../../studio/views/shell/keys_page.py"/>
        <location filename="../../studio/views/shell/palette.py"/>
        <source>No command fits.</source>
        <translation>Kein Befehl passt.</translation>
    </message>
    <message>
        <location filename="../../studio/views/stage/choice_page.py"/>
        <source>No difference</source>
        <translation>Kein Unterschied</translation>
    </message>
    <message>
        <location filename="../../studio/views/candidates/vote_pane.py"/>
        <source>No difference  (=)</source>
        <translation>Kein Unterschied  (=)</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/candidate_commands.py"/>
        <source>No difference (=)</source>
        <translation>Kein Unterschied (=)</translation>
    </message>
    <message>
        <location filename="../../studio/state/condition_reasons.py"/>
        <source>No export has ended.</source>
        <translation>Noch kein Export ist beendet.</translation>
    </message>
    <message>
        <location filename="../../studio/views/shell/notices_panel.py"/>
        <source>No notifications.</source>
        <translation>Keine Meldungen.</translation>
    </message>
    <message>
        <location filename="../../studio/doctor_machine.py"/>
        <source>no NVIDIA GPU</source>
        <translation>keine NVIDIA-GPU</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_selection.py"/>
        <source>No object yet</source>
        <translation>Noch kein Objekt</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve.py"/>
        <source>No object yet. Open or drop a photo.</source>
        <translation>Noch kein Objekt. Öffnen Sie ein Foto, oder legen Sie eines ab.</translation>
    </message>
    <message>
        <location filename="../../studio/state/readout.py"/>
        <source>No picture yet</source>
        <translation>Noch kein Bild</translation>
    </message>
    <message>
        <location filename="../../studio/views/material/certainty_head.py"/>
        <source>No prediction</source>
        <translation>Keine Vorhersage</translation>
    </message>
    <message>
        <location filename="../../studio/state/condition_reasons.py"/>
        <source>No project was opened yet.</source>
        <translation>Es wurde noch kein Projekt geöffnet.</translation>
    </message>
    <message>
        <location filename="../../studio/state/condition_reasons.py"/>
        <source>No separate file of DINOv3 is chosen.</source>
        <translation>Keine getrennte Datei von DINOv3 ist gewählt.</translation>
    </message>
    <message>
        <location filename="../../studio/views/shell/preferences_page.py"/>
        <source>No setting fits.</source>
        <translation>Keine Einstellung passt.</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_timeline.py"/>
        <source>No take</source>
        <translation>Keine Aufnahme</translation>
    </message>
    <message>
        <location filename="../../studio/views/object_panel.py"/>
        <source>No takes yet. Simulate the object to see it fall, bounce or crumble.</source>
        <translation>Noch keine Aufnahmen. Simulieren Sie das Objekt, um es fallen, springen oder zerbröseln zu sehen.</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/selection_commands.py"/>
        <source>No tool: turn the camera</source>
        <translation>Kein Werkzeug: Kamera drehen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/view_places.py"/>
        <source>No view is kept under {key}; Ctrl+Alt+{key} keeps the present one.</source>
        <translation>Unter {key} ist keine Ansicht gemerkt; Strg+Alt+{key} merkt die jetzige.</translation>
    </message>
    <message>
        <location filename="../../studio/state/condition_reasons.py"/>
        <source>No vote is open.</source>
        <translation>Keine Abstimmung läuft.</translation>
    </message>
    <message>
        <location filename="../../studio/state/condition_reasons.py"/>
        <source>No votes of other projects were added.</source>
        <translation>Es wurden keine Stimmen anderer Projekte hinzugefügt.</translation>
    </message>
    <message>
        <location filename="../../studio/doctor_parts.py"/>
        <source>none is needed; --device cpu runs everywhere</source>
        <translation>Nicht nötig; --device cpu läuft überall</translation>
    </message>
    <message>
        <location filename="../../studio/doctor_machine.py"/>
        <source>none is needed; with an NVIDIA GPU install its driver</source>
        <translation>Nicht nötig; mit einer NVIDIA-GPU installieren Sie deren Treiber</translation>
    </message>
    <message>
        <location filename="../../render/passes/registry.py"/>
        <source>Normal and depth, packed</source>
        <translation>Normale und Tiefe, gepackt</translation>
    </message>
    <message>
        <location filename="../../render/passes/registry.py"/>
        <source>Normal from depth</source>
        <translation>Normale aus der Tiefe</translation>
    </message>
    <message>
        <location filename="../../render/passes/registry.py"/>
        <source>Normal from the shortest axes</source>
        <translation>Normale aus den kürzesten Achsen</translation>
    </message>
    <message>
        <location filename="../../render/passes/registry.py"/>
        <source>Normal in 24 bit</source>
        <translation>Normale in 24 Bit</translation>
    </message>
    <message>
        <location filename="../../studio/views/photo/model_box.py"/>
        <source>not chosen</source>
        <translation>nicht gewählt</translation>
    </message>
    <message>
        <location filename="../../studio/views/photo/camera_box.py"/>
        <source>not drawn</source>
        <translation>nicht gezogen</translation>
    </message>
    <message>
        <location filename="../../studio/doctor_display.py"/>
        <source>not forced</source>
        <translation>nicht erzwungen</translation>
    </message>
    <message>
        <location filename="../../studio/views/document/prompts.py"/>
        <source>Not found in {folder}.</source>
        <translation>Nicht gefunden in {folder}.</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_model.py"/>
        <source>not inside the file</source>
        <translation>nicht in der Datei</translation>
    </message>
    <message>
        <location filename="../../studio/doctor_parts.py"/>
        <source>not installed</source>
        <translation>nicht installiert</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_model.py"/>
        <source>Not PhysGM</source>
        <translation>Nicht PhysGM</translation>
    </message>
    <message>
        <location filename="../../studio/state/gallery_view.py"/>
        <source>Not simulated yet</source>
        <translation>Noch nicht simuliert</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_doctor.py"/>
        <source>Not there</source>
        <translation>Nicht da</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_doctor.py"/>
        <source>Note</source>
        <translation>Hinweis</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/candidate_commands.py"/>
        <location filename="../../studio/views/candidates/gallery_foot.py"/>
        <source>Note on candidate {number}</source>
        <translation>Notiz zu Kandidat {number}</translation>
    </message>
    <message>
        <location filename="../../studio/views/export/export_choices.py"/>
        <source>Nothing behind the object.</source>
        <translation>Nichts hinter dem Objekt.</translation>
    </message>
    <message>
        <location filename="../../studio/state/tour_steps.py"/>
        <source>Nothing blocks you</source>
        <translation>Nichts hält Sie auf</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/selection_controller.py"/>
        <source>Nothing could be selected: {line}</source>
        <translation>Nichts konnte ausgewählt werden: {line}</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_selection.py"/>
        <source>Nothing floats about at this strength.</source>
        <translation>Bei dieser Stärke schwebt nichts herum.</translation>
    </message>
    <message>
        <location filename="../../studio/state/condition_reasons.py"/>
        <source>Nothing is being exported.</source>
        <translation>Es wird nichts exportiert.</translation>
    </message>
    <message>
        <location filename="../../studio/state/condition_reasons.py"/>
        <source>Nothing is being learned.</source>
        <translation>Es wird nichts gelernt.</translation>
    </message>
    <message>
        <location filename="../../studio/state/condition_reasons.py"/>
        <source>Nothing is being selected.</source>
        <translation>Es wird nichts ausgewählt.</translation>
    </message>
    <message>
        <location filename="../../studio/state/condition_reasons.py"/>
        <source>Nothing is hidden.</source>
        <translation>Nichts ist ausgeblendet.</translation>
    </message>
    <message>
        <location filename="../../studio/state/condition_reasons.py"/>
        <source>Nothing is locked.</source>
        <translation>Nichts ist gesperrt.</translation>
    </message>
    <message>
        <location filename="../../studio/state/condition_reasons.py"/>
        <source>Nothing is open.</source>
        <translation>Nichts ist geöffnet.</translation>
    </message>
    <message>
        <location filename="../../studio/views/object_panel.py"/>
        <source>Nothing is open. Drop a photo of one object.</source>
        <translation>Nichts ist geöffnet. Foto eines Gegenstands hier ablegen.</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_activity.py"/>
        <source>Nothing runs</source>
        <translation>Nichts läuft</translation>
    </message>
    <message>
        <location filename="../../studio/state/condition_reasons.py"/>
        <source>Nothing runs that could be cancelled.</source>
        <translation>Nichts läuft, das abgebrochen werden könnte.</translation>
    </message>
    <message>
        <location filename="../../studio/views/shell/activity_panel.py"/>
        <source>Nothing runs. Jobs show their progress here and can be cancelled one by one.</source>
        <translation>Nichts läuft. Aufträge zeigen hier ihren Fortschritt und lassen sich einzeln abbrechen.</translation>
    </message>
    <message>
        <location filename="../../studio/state/condition_reasons.py"/>
        <source>Nothing was changed.</source>
        <translation>Nichts wurde geändert.</translation>
    </message>
    <message>
        <location filename="../../studio/state/condition_reasons.py"/>
        <source>Nothing was deleted.</source>
        <translation>Nichts wurde gelöscht.</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_learning.py"/>
        <source>Nothing was learned: votes that were held out fit the model as it was.</source>
        <translation>Nichts wurde gelernt: Zurückgehaltene Stimmen passen am besten zum Modell, wie es war.</translation>
    </message>
    <message>
        <location filename="../../studio/views/shell/log_panel.py"/>
        <source>Nothing was logged.</source>
        <translation>Nichts wurde protokolliert.</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/window_commands.py"/>
        <location filename="../../studio/views/docks.py"/>
        <location filename="../../studio/views/shell/notices_panel.py"/>
        <source>Notifications</source>
        <translation>Meldungen</translation>
    </message>
    <message>
        <location filename="../../studio/views/job_bar.py"/>
        <source>Notifications, {count}</source>
        <translation>Meldungen, {count}</translation>
    </message>
    <message>
        <location filename="../../studio/doctor_parts.py"/>
        <source>numba kernels on all CPU cores</source>
        <translation>numba-Kernel auf allen Kernen der CPU</translation>
    </message>
    <message>
        <location filename="../../studio/views/material/sample_section.py"/>
        <source>Number of samples</source>
        <translation>Zahl der Stichproben</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_doctor.py"/>
        <source>NVIDIA GPU</source>
        <translation>NVIDIA-GPU</translation>
    </message>
    <message>
        <location filename="../../render/passes/registry.py"/>
        <location filename="../../studio/controllers/commands/document_commands.py"/>
        <location filename="../../studio/controllers/commands/material_commands.py"/>
        <location filename="../../studio/controllers/commands/photo_commands.py"/>
        <location filename="../../studio/controllers/commands/placement_commands.py"/>
        <location filename="../../studio/controllers/commands/scene_commands.py"/>
        <location filename="../../studio/controllers/commands/window_commands.py"/>
        <location filename="../../studio/state/resolve_scene.py"/>
        <location filename="../../studio/views/docks.py"/>
        <source>Object</source>
        <translation>Objekt</translation>
    </message>
    <message>
        <location filename="../../render/passes/registry.py"/>
        <source>Object and material class, packed</source>
        <translation>Objekt und Materialklasse, gepackt</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_scene.py"/>
        <source>Objects</source>
        <translation>Objekte</translation>
    </message>
    <message>
        <location filename="../../studio/state/scene_fields.py"/>
        <location filename="../../studio/state/scene_world_lines.py"/>
        <location filename="../../studio/views/export/export_choices.py"/>
        <source>Off</source>
        <translation>Aus</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/view_commands.py"/>
        <source>Off (degree 0)</source>
        <translation>Aus (Grad 0)</translation>
    </message>
    <message>
        <location filename="../../studio/state/scene_fields.py"/>
        <location filename="../../studio/state/scene_world_lines.py"/>
        <source>On</source>
        <translation>An</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_learning.py"/>
        <source>on a photo whose project was not named or has another photo by now</source>
        <translation>zu einem Foto, dessen Projekt nicht genannt wurde oder inzwischen ein anderes Foto hat</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_learning.py"/>
        <source>on a splat file, of which no model predicted anything</source>
        <translation>zu einer Splat-Datei, zu der kein Modell etwas vorhergesagt hat</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_learning.py"/>
        <source>on candidates of another model</source>
        <translation>zu Kandidaten eines anderen Modells</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_learning.py"/>
        <source>On pairs that it has not seen, the model now agrees with you in {now} % of {count} (95 % interval {low} to {high} %); before it was {before} %.</source>
        <translation>Bei Paaren, die es nicht gesehen hat, stimmt das Modell jetzt in {now} % von {count} mit Ihnen überein (95-%-Intervall {low} bis {high} %); vorher waren es {before} %.</translation>
    </message>
    <message>
        <location filename="../../studio/views/candidates/gallery_bar.py"/>
        <source>One camera</source>
        <translation>Eine Kamera</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/candidate_commands.py"/>
        <source>One camera for all cells</source>
        <translation>Eine Kamera für alle Felder</translation>
    </message>
    <message>
        <location filename="../../studio/views/export/export_choices.py"/>
        <source>One file that plays in any browser: turn, zoom, scrub. No internet.</source>
        <translation>Eine Datei, die in jedem Browser läuft: drehen, zoomen, spulen. Ohne Internet.</translation>
    </message>
    <message>
        <location filename="../../studio/views/export/export_choices.py"/>
        <source>One full turn round the object.</source>
        <translation>Eine ganze Drehung um das Objekt.</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/stage_controller.py"/>
        <source>One moment, the studio gathers itself …</source>
        <translation>Einen Moment, das Studio sammelt sich …</translation>
    </message>
    <message>
        <location filename="../../studio/views/help_dialogs.py"/>
        <source>One photo becomes a physical 4D scene: 3D Gaussians, a distribution over materials, and a simulation. Works offline: no account, no network, no telemetry. Licensed under Apache-2.0.</source>
        <translation>Aus einem Foto wird eine physikalische 4D-Szene: 3D-Gaußsche, eine Verteilung über Materialien und eine Simulation. Läuft ohne Netz: kein Konto, keine Verbindung, keine Telemetrie. Lizenz: Apache-2.0.</translation>
    </message>
    <message>
        <location filename="../../studio/views/export/export_choices.py"/>
        <source>One picture in linear light.</source>
        <translation>Ein Bild in linearem Licht.</translation>
    </message>
    <message>
        <location filename="../../studio/views/export/export_choices.py"/>
        <source>One picture.</source>
        <translation>Ein Bild.</translation>
    </message>
    <message>
        <location filename="../../studio/state/gallery_text.py"/>
        <source>One stiffness map for all</source>
        <translation>Eine Steifigkeitsabbildung für alle</translation>
    </message>
    <message>
        <location filename="../../studio/state/gallery_text.py"/>
        <source>One stiffness map for all: simulated as predicted</source>
        <translation>Eine Steifigkeitsabbildung für alle: simuliert wie vorhergesagt</translation>
    </message>
    <message>
        <location filename="../../studio/state/gallery_text.py"/>
        <source>One stiffness map for all: {least} to {most}</source>
        <translation>Eine Steifigkeitsabbildung für alle: {least} bis {most}</translation>
    </message>
    <message>
        <location filename="../../studio/state/gallery_text.py"/>
        <source>One stiffness map for all: {most}</source>
        <translation>Eine Steifigkeitsabbildung für alle: {most}</translation>
    </message>
    <message>
        <location filename="../../studio/doctor_parts.py"/>
        <source>one thread at a time</source>
        <translation>ein Thread zu einer Zeit</translation>
    </message>
    <message>
        <location filename="../../studio/state/condition_reasons.py"/>
        <source>Only objects made from a photo have a predicted distribution.</source>
        <translation>Nur Objekte aus einem Foto haben eine vorhergesagte Verteilung.</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/stage_controller.py"/>
        <source>Only photos can be dropped here.</source>
        <translation>Hier lassen sich nur Fotos ablegen.</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_selection.py"/>
        <source>Opacity</source>
        <translation>Deckkraft</translation>
    </message>
    <message>
        <location filename="../../studio/views/photo/mask_box.py"/>
        <source>Opacity of the mask</source>
        <translation>Deckkraft der Maske</translation>
    </message>
    <message>
        <location filename="../../studio/views/document/prompts.py"/>
        <source>Open a copy</source>
        <translation>Kopie öffnen</translation>
    </message>
    <message>
        <location filename="../../studio/state/gallery_view.py"/>
        <source>Open a photo first; then sample candidates of its material.</source>
        <translation>Öffnen Sie zuerst ein Foto; ziehen Sie dann Kandidaten seines Materials.</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_photo.py"/>
        <source>Open a photo to see what the model saw of it and to correct it.</source>
        <translation>Öffnen Sie ein Foto, um zu sehen, was das Modell darin sah, und es zu berichtigen.</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve.py"/>
        <source>Open a photo to see which materials it may be made of.</source>
        <translation>Öffnen Sie ein Foto, um zu sehen, aus welchen Materialien es sein kann.</translation>
    </message>
    <message>
        <location filename="../../studio/state/condition_reasons.py"/>
        <source>Open a photo's project first; it takes up to four views.</source>
        <translation>Zuerst das Projekt eines Fotos öffnen; es nimmt bis zu vier Ansichten.</translation>
    </message>
    <message>
        <location filename="../../studio/state/condition_reasons.py"/>
        <source>Open a photo's project, or wait until the model has answered.</source>
        <translation>Öffnen Sie das Projekt eines Fotos, oder warten Sie, bis das Modell geantwortet hat.</translation>
    </message>
    <message>
        <location filename="../../studio/state/condition_reasons.py"/>
        <source>Open a photo's project, or wait until the prediction has ended.</source>
        <translation>Das Projekt eines Fotos öffnen oder warten, bis die Vorhersage beendet ist.</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_learning.py"/>
        <source>Open a photo's project: the model learns on what it says of photos.</source>
        <translation>Öffnen Sie das Projekt eines Fotos: Das Modell lernt an dem, was es zu Fotos sagt.</translation>
    </message>
    <message>
        <location filename="../../studio/state/condition_reasons.py"/>
        <source>Open a photo, a splat file or a project first.</source>
        <translation>Öffnen Sie zuerst ein Foto, eine Splat-Datei oder ein Projekt.</translation>
    </message>
    <message>
        <location filename="../../studio/views/photo/file_prompts.py"/>
        <source>Open a pose file</source>
        <translation>Posendatei öffnen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/photo_commands.py"/>
        <source>Open a pose file…</source>
        <translation>Posendatei öffnen…</translation>
    </message>
    <message>
        <location filename="../../studio/state/condition_reasons.py"/>
        <source>Open a project that was made from a photo first.</source>
        <translation>Zuerst ein Projekt öffnen, das aus einem Foto entstand.</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/camera_files_controller.py"/>
        <location filename="../../studio/views/camera/camera_files.py"/>
        <source>Open camera path</source>
        <translation>Kamerapfad öffnen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/camera_commands.py"/>
        <source>Open camera path…</source>
        <translation>Kamerapfad öffnen…</translation>
    </message>
    <message>
        <location filename="../../studio/views/file_actions.py"/>
        <source>Open photo</source>
        <translation>Foto öffnen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/file_commands.py"/>
        <location filename="../../studio/controllers/document_controller.py"/>
        <location filename="../../studio/views/welcome_view.py"/>
        <source>Open photo…</source>
        <translation>Foto öffnen …</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/photo_views_controller.py"/>
        <source>Open poses</source>
        <translation>Posen öffnen</translation>
    </message>
    <message>
        <location filename="../../studio/views/file_actions.py"/>
        <source>Open project (folder NAME{ending})</source>
        <translation>Projekt öffnen (Ordner NAME{ending})</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/file_commands.py"/>
        <location filename="../../studio/controllers/opening_controller.py"/>
        <location filename="../../studio/views/welcome_view.py"/>
        <source>Open project…</source>
        <translation>Projekt öffnen …</translation>
    </message>
    <message>
        <location filename="../../studio/views/document/prompts.py"/>
        <source>Open read-only</source>
        <translation>Schreibgeschützt öffnen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/file_commands.py"/>
        <source>Open recent</source>
        <translation>Zuletzt geöffnet</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/palette.py"/>
        <source>Open recent: {name}</source>
        <translation>Zuletzt geöffnet: {name}</translation>
    </message>
    <message>
        <location filename="../../studio/views/file_actions.py"/>
        <source>Open shared project</source>
        <translation>Geteiltes Projekt öffnen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/file_commands.py"/>
        <location filename="../../studio/controllers/document_controller.py"/>
        <source>Open shared project…</source>
        <translation>Geteiltes Projekt öffnen …</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/export_controller.py"/>
        <source>Open the export queue</source>
        <translation>Exportwarteschlange öffnen</translation>
    </message>
    <message>
        <location filename="../../studio/state/condition_reasons.py"/>
        <source>Open the page about this machine first.</source>
        <translation>Öffnen Sie zuerst die Seite über diesen Rechner.</translation>
    </message>
    <message>
        <location filename="../../studio/views/card.py"/>
        <source>Open {name}</source>
        <translation>{name} öffnen</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_doctor.py"/>
        <source>OpenGL draws on</source>
        <translation>OpenGL zeichnet auf</translation>
    </message>
    <message>
        <location filename="../../studio/views/viewport_drawing.py"/>
        <source>OpenGL failed; the viewport draws on the CPU now.</source>
        <translation>OpenGL ist ausgefallen; die Ansicht zeichnet jetzt auf der CPU.</translation>
    </message>
    <message>
        <location filename="../../studio/state/preference_fields.py"/>
        <source>OpenGL: on the graphics card</source>
        <translation>OpenGL: auf der Grafikkarte</translation>
    </message>
    <message>
        <location filename="../../render/passes/registry.py"/>
        <source>Optical flow to the next frame</source>
        <translation>Optischer Fluss zum nächsten Bild</translation>
    </message>
    <message>
        <location filename="../../studio/views/welcome_view.py"/>
        <source>or a project (.p4d) or a splat file (.ply, .spz …). Ctrl+V pastes a picture.</source>
        <translation>oder ein Projekt (.p4d) oder eine Splat-Datei (.ply, .spz …). Strg+V fügt ein Bild ein.</translation>
    </message>
    <message>
        <location filename="../../studio/state/stage_view.py"/>
        <source>or choose one of these</source>
        <translation>oder wählen Sie eines davon</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/view_commands.py"/>
        <source>Orbit, fly or walk</source>
        <translation>Umkreisen, fliegen oder gehen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/candidate_commands.py"/>
        <source>Order by votes</source>
        <translation>Nach Stimmen ordnen</translation>
    </message>
    <message>
        <location filename="../../studio/views/export/export_choices.py"/>
        <source>Orthographic</source>
        <translation>Orthografisch</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/photo_commands.py"/>
        <source>Outline: click its corners</source>
        <translation>Umriss: seine Ecken anklicken</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/camera_path_controller.py"/>
        <source>Overwrite camera key</source>
        <translation>Kameraschlüssel überschreiben</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/camera_commands.py"/>
        <source>Overwrite key with this view</source>
        <translation>Schlüssel mit dieser Ansicht überschreiben</translation>
    </message>
    <message>
        <location filename="../../studio/state/scene_world_lines.py"/>
        <source>Own friction</source>
        <translation>Eigene Reibung</translation>
    </message>
    <message>
        <location filename="../../studio/state/scene_world_lines.py"/>
        <source>Own timing</source>
        <translation>Eigene Zeiten</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_doctor.py"/>
        <source>Packages</source>
        <translation>Pakete</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/document_controller.py"/>
        <source>Packed as {name}.</source>
        <translation>Als {name} gepackt.</translation>
    </message>
    <message>
        <location filename="../../studio/jobs/project_archive.py"/>
        <source>Packing</source>
        <translation>Packen</translation>
    </message>
    <message>
        <location filename="../../studio/state/law_numbers.py"/>
        <source>Packing exponent</source>
        <translation>Verdichtungsexponent</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/document_controller.py"/>
        <source>Packing {name}</source>
        <translation>{name} wird gepackt</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_law.py"/>
        <source>Packs, hardens and breaks apart</source>
        <translation>Verdichtet sich, wird hart und bricht</translation>
    </message>
    <message>
        <location filename="../../resources/samples/samples.json"/>
        <source>Padlock</source>
        <translation>Vorhängeschloss</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/photo_pointer.py"/>
        <source>Paint the mask</source>
        <translation>Maske malen</translation>
    </message>
    <message>
        <location filename="../../studio/views/photo/photo_page.py"/>
        <source>Paint what belongs to the object; the right button erases.</source>
        <translation>Malen, was zum Objekt gehört; die rechte Taste radiert.</translation>
    </message>
    <message>
        <location filename="../../studio/views/photo/photo_page.py"/>
        <source>Paint what does not belong to it; the right button paints.</source>
        <translation>Malen, was nicht dazugehört; die rechte Taste malt es dazu.</translation>
    </message>
    <message>
        <location filename="../../studio/state/gallery_view.py"/>
        <source>Pair {number} of {count}</source>
        <translation>Paar {number} von {count}</translation>
    </message>
    <message>
        <location filename="../../sim/materials.py"/>
        <location filename="../../studio/views/material/simulation_form.py"/>
        <source>Paper</source>
        <translation>Papier</translation>
    </message>
    <message>
        <location filename="../../studio/state/preference_fields.py"/>
        <source>Paper: PhysGM's setting</source>
        <translation>Paper: Einstellung von PhysGM</translation>
    </message>
    <message>
        <location filename="../../studio/views/material/simulation_form.py"/>
        <source>Paper: PhysGM's setting, slow without a GPU</source>
        <translation>Paper: Einstellung von PhysGM, langsam ohne GPU</translation>
    </message>
    <message>
        <location filename="../../studio/views/export/export_form.py"/>
        <source>Passes</source>
        <translation>Ebenen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/material_commands.py"/>
        <location filename="../../studio/controllers/presets_controller.py"/>
        <source>Paste material</source>
        <translation>Material einfügen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/file_commands.py"/>
        <source>Paste photo</source>
        <translation>Foto einfügen</translation>
    </message>
    <message>
        <location filename="../../studio/views/candidates/gallery_bar.py"/>
        <source>Paths</source>
        <translation>Bahnen</translation>
    </message>
    <message>
        <location filename="../../studio/views/timeline/timeline_panel.py"/>
        <source>Pause</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <location filename="../../resources/samples/samples.json"/>
        <source>Peach</source>
        <translation>Pfirsich</translation>
    </message>
    <message>
        <location filename="../../studio/state/take_record.py"/>
        <source>Peak strain</source>
        <translation>Größte Dehnung</translation>
    </message>
    <message>
        <location filename="../../studio/state/scene_fields.py"/>
        <location filename="../../studio/state/scene_numbers.py"/>
        <source>Period</source>
        <translation>Periode</translation>
    </message>
    <message>
        <location filename="../../studio/views/export/export_choices.py"/>
        <source>Perspective</source>
        <translation>Perspektivisch</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/view_commands.py"/>
        <source>Perspective or orthographic</source>
        <translation>Perspektivisch oder parallel</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/window_commands.py"/>
        <location filename="../../studio/views/docks.py"/>
        <location filename="../../studio/views/photo/photo_page.py"/>
        <location filename="../../studio/views/photo/photo_panel.py"/>
        <source>Photo</source>
        <translation>Foto</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/photo_commands.py"/>
        <source>Photo in the middle</source>
        <translation>Foto in der Mitte</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/bodies_controller.py"/>
        <location filename="../../studio/controllers/commands/scene_commands.py"/>
        <source>Photo or splat…</source>
        <translation>Foto oder Splat…</translation>
    </message>
    <message>
        <location filename="../../studio/views/photo/photo_canvas.py"/>
        <source>Photo with its mask</source>
        <translation>Foto mit seiner Maske</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/view_commands.py"/>
        <source>Photo's view</source>
        <translation>Blick des Fotos</translation>
    </message>
    <message>
        <location filename="../../studio/views/file_actions.py"/>
        <location filename="../../studio/views/photo/file_prompts.py"/>
        <source>Photos and splats</source>
        <translation>Fotos und Splats</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve.py"/>
        <source>phys4d-studio (safe mode)</source>
        <translation>phys4d-studio (abgesicherter Modus)</translation>
    </message>
    <message>
        <location filename="../../studio/views/document/prompts.py"/>
        <source>phys4d-studio was closed unexpectedly while {name} had unsaved changes: {done}, the last one on {moment}.</source>
        <translation>phys4d-studio wurde unerwartet beendet, während {name} ungespeicherte Änderungen hatte: {done}, die letzte am {moment}.</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_model.py"/>
        <source>PhysGM: {blocks} blocks of width {width}, SH degree {degree}</source>
        <translation>PhysGM: {blocks} Blöcke der Breite {width}, SH-Grad {degree}</translation>
    </message>
    <message>
        <location filename="../../studio/views/export/preview_pane.py"/>
        <source>Picture of the preview</source>
        <translation>Bild der Vorschau</translation>
    </message>
    <message>
        <location filename="../../studio/views/document/prompts.py"/>
        <source>Picture of the project</source>
        <translation>Bild des Projekts</translation>
    </message>
    <message>
        <location filename="../../studio/state/export_presets.py"/>
        <source>Picture of this view</source>
        <translation>Bild dieser Ansicht</translation>
    </message>
    <message>
        <location filename="../../studio/views/export/export_panel.py"/>
        <source>Picture {number} of the video, {width} × {height}</source>
        <translation>Bild {number} des Videos, {width} × {height}</translation>
    </message>
    <message>
        <location filename="../../studio/views/export/export_choices.py"/>
        <source>Picture: EXR</source>
        <translation>Bild: EXR</translation>
    </message>
    <message>
        <location filename="../../studio/views/export/export_choices.py"/>
        <source>Picture: PNG</source>
        <translation>Bild: PNG</translation>
    </message>
    <message>
        <location filename="../../studio/views/photo/file_prompts.py"/>
        <source>Pictures</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <location filename="../../resources/scenes/templates.json"/>
        <source>Pile</source>
        <translation>Haufen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/candidate_commands.py"/>
        <location filename="../../studio/views/candidates/candidate_cell.py"/>
        <source>Pin as A</source>
        <translation>Als A anheften</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/candidate_commands.py"/>
        <location filename="../../studio/views/candidates/candidate_cell.py"/>
        <source>Pin as B</source>
        <translation>Als B anheften</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/candidate_choices_controller.py"/>
        <source>Pin candidate {side}</source>
        <translation>Kandidat {side} anheften</translation>
    </message>
    <message>
        <location filename="../../studio/state/condition_reasons.py"/>
        <source>Pin two candidates, A and B, or compare two takes first.</source>
        <translation>Heften Sie zuerst zwei Kandidaten, A und B, an, oder vergleichen Sie zwei Aufnahmen.</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/timeline_commands.py"/>
        <source>Ping-pong</source>
        <translation>Hin und her</translation>
    </message>
    <message>
        <location filename="../../studio/views/camera/key_form.py"/>
        <source>Pitch</source>
        <translation>Neigung</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/placement_commands.py"/>
        <location filename="../../studio/views/viewport/placement_panel.py"/>
        <source>Pivot</source>
        <translation>Drehpunkt</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/window_commands.py"/>
        <location filename="../../studio/views/docks.py"/>
        <source>Place</source>
        <translation>Lage</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/photo_views_controller.py"/>
        <source>Place view</source>
        <translation>Ansicht setzen</translation>
    </message>
    <message>
        <location filename="../../studio/state/new_things.py"/>
        <location filename="../../studio/state/scene_titles.py"/>
        <source>Plane</source>
        <translation>Ebene</translation>
    </message>
    <message>
        <location filename="../../sim/materials.py"/>
        <source>Plastic</source>
        <translation>Kunststoff</translation>
    </message>
    <message>
        <location filename="../../resources/materials/examples.json"/>
        <source>plastic</source>
        <translation>Kunststoff</translation>
    </message>
    <message>
        <location filename="../../resources/materials/presets.json"/>
        <location filename="../../sim/materials.py"/>
        <source>Plasticine</source>
        <translation>Knetmasse</translation>
    </message>
    <message>
        <location filename="../../resources/materials/presets.json"/>
        <source>Plasticine, as in graphics</source>
        <translation>Knetmasse, wie in der Computergrafik</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/playback_commands.py"/>
        <location filename="../../studio/views/timeline/timeline_panel.py"/>
        <source>Play</source>
        <translation>Abspielen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/timeline_commands.py"/>
        <source>Play all frames</source>
        <translation>Alle Bilder abspielen</translation>
    </message>
    <message>
        <location filename="../../resources/materials/presets.json"/>
        <source>Play dough, as in graphics</source>
        <translation>Spielknete, wie in der Computergrafik</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/playback_commands.py"/>
        <location filename="../../studio/controllers/commands/timeline_commands.py"/>
        <location filename="../../studio/state/preference_fields.py"/>
        <source>Playback</source>
        <translation>Wiedergabe</translation>
    </message>
    <message>
        <location filename="../../studio/views/export/export_choices.py"/>
        <source>Plays everywhere.</source>
        <translation>Läuft überall.</translation>
    </message>
    <message>
        <location filename="../../studio/state/export_presets.py"/>
        <location filename="../../studio/views/export/export_choices.py"/>
        <source>PLY sequence</source>
        <translation>PLY-Folge</translation>
    </message>
    <message>
        <location filename="../../studio/views/export/export_choices.py"/>
        <source>PNG pictures</source>
        <translation>PNG-Bilder</translation>
    </message>
    <message>
        <location filename="../../studio/state/scene_fields.py"/>
        <source>Point</source>
        <translation>Punkt</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/view_commands.py"/>
        <source>Points</source>
        <translation>Punkte</translation>
    </message>
    <message>
        <location filename="../../studio/state/quantities.py"/>
        <source>Poisson's ratio</source>
        <translation>Poissonzahl</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/hand_commands.py"/>
        <source>Poke</source>
        <translation>Stupsen</translation>
    </message>
    <message>
        <location filename="../../resources/materials/presets.json"/>
        <source>Polycarbonate</source>
        <translation>Polycarbonat</translation>
    </message>
    <message>
        <location filename="../../resources/materials/presets.json"/>
        <source>Polyethylene (HDPE)</source>
        <translation>Polyethylen (HDPE)</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/selection_commands.py"/>
        <source>Polygon</source>
        <translation>Vieleck</translation>
    </message>
    <message>
        <location filename="../../studio/views/export/export_choices.py"/>
        <source>Portrait, 1080 × 1920</source>
        <translation>Hochformat, 1080 × 1920</translation>
    </message>
    <message>
        <location filename="../../studio/views/photo/file_prompts.py"/>
        <source>Pose files</source>
        <translation>Posendateien</translation>
    </message>
    <message>
        <location filename="../../studio/state/scene_numbers.py"/>
        <location filename="../../studio/state/view_numbers.py"/>
        <location filename="../../studio/views/camera/key_form.py"/>
        <location filename="../../studio/views/timeline/key_strip.py"/>
        <source>Position</source>
        <translation>Lage</translation>
    </message>
    <message>
        <location filename="../../render/passes/registry.py"/>
        <source>Position in the world</source>
        <translation>Ort in der Welt</translation>
    </message>
    <message>
        <location filename="../../studio/views/photo/model_box.py"/>
        <source>Precision</source>
        <translation>Genauigkeit</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/photo_commands.py"/>
        <location filename="../../studio/controllers/photo_prediction.py"/>
        <source>Predict again</source>
        <translation>Neu vorhersagen</translation>
    </message>
    <message>
        <location filename="../../studio/views/material/curve_legend.py"/>
        <source>predicted</source>
        <translation>vorhergesagt</translation>
    </message>
    <message>
        <location filename="../../studio/views/photo/views_box.py"/>
        <source>Predicted from the photo alone. Up to three more sides make a truer object.</source>
        <translation>Aus dem Foto allein vorhergesagt. Bis zu drei weitere Seiten machen das Objekt getreuer.</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_photo.py"/>
        <source>predicted: {angle}</source>
        <translation>vorhergesagt: {angle}</translation>
    </message>
    <message>
        <location filename="../../studio/jobs/prediction.py"/>
        <source>Predicting shape and material</source>
        <translation>Form und Material werden vorhergesagt</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/photo_prediction.py"/>
        <source>Predicting {name} again</source>
        <translation>{name} wird neu vorhergesagt</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_photo.py"/>
        <source>Predicting. The object stays as it is until the new one is there.</source>
        <translation>Vorhersage läuft. Das Objekt bleibt, wie es ist, bis das neue da ist.</translation>
    </message>
    <message>
        <location filename="../../studio/views/shell/preferences_page.py"/>
        <location filename="../../studio/views/shell/settings_dialog.py"/>
        <source>Preferences</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/preferences_controller.py"/>
        <source>Preferences cannot be stored: {reason}</source>
        <translation>Die Einstellungen können nicht gespeichert werden: {reason}</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/file_commands.py"/>
        <source>Preferences…</source>
        <translation>Einstellungen …</translation>
    </message>
    <message>
        <location filename="../../studio/jobs/candidates.py"/>
        <source>Preparing the candidates</source>
        <translation>Die Kandidaten werden vorbereitet</translation>
    </message>
    <message>
        <location filename="../../studio/jobs/sweep.py"/>
        <source>Preparing the objects</source>
        <translation>Die Objekte werden vorbereitet</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/stage_commands.py"/>
        <source>Present to visitors</source>
        <translation>Besuchern vorführen</translation>
    </message>
    <message>
        <location filename="../../studio/views/camera/camera_panel.py"/>
        <location filename="../../studio/views/export/export_choices.py"/>
        <source>Present view</source>
        <translation>Aktuelle Ansicht</translation>
    </message>
    <message>
        <location filename="../../studio/state/preference_fields.py"/>
        <source>Presenting</source>
        <translation>Vorführung</translation>
    </message>
    <message>
        <location filename="../../studio/views/export/export_panel.py"/>
        <location filename="../../studio/views/material/preset_row.py"/>
        <source>Preset</source>
        <translation>Vorlage</translation>
    </message>
    <message>
        <location filename="../../studio/views/material/preset_row.py"/>
        <source>Preset menu</source>
        <translation>Menü der Vorlagen</translation>
    </message>
    <message>
        <location filename="../../studio/views/camera/camera_panel.py"/>
        <source>Preset to start from</source>
        <translation>Vorlage für den Beginn</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/presets_controller.py"/>
        <source>Presets cannot be read: {why}</source>
        <translation>Vorlagen sind nicht lesbar: {why}</translation>
    </message>
    <message>
        <location filename="../../studio/state/stage_view.py"/>
        <source>Press any key, or drop a photo here</source>
        <translation>Drücken Sie eine Taste, oder legen Sie hier ein Foto ab</translation>
    </message>
    <message>
        <location filename="../../studio/views/shell/key_field.py"/>
        <source>Press keys</source>
        <translation>Tasten drücken</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_scene.py"/>
        <source>Press Return to look from here.</source>
        <translation>Die Eingabetaste blickt von hier.</translation>
    </message>
    <message>
        <location filename="../../studio/views/shell/key_field.py"/>
        <source>Press the keys that shall run the command</source>
        <translation>Drücken Sie die Tasten, die den Befehl auslösen sollen</translation>
    </message>
    <message>
        <location filename="../../studio/state/law_numbers.py"/>
        <source>Pressure exponent</source>
        <translation>Druckexponent</translation>
    </message>
    <message>
        <location filename="../../studio/views/export/preview_pane.py"/>
        <location filename="../../studio/views/material/simulation_form.py"/>
        <source>Preview</source>
        <translation>Vorschau</translation>
    </message>
    <message>
        <location filename="../../studio/views/export/preview_pane.py"/>
        <source>Preview of the export</source>
        <translation>Vorschau des Exports</translation>
    </message>
    <message>
        <location filename="../../studio/state/preference_fields.py"/>
        <source>Preview: under a minute</source>
        <translation>Vorschau: unter einer Minute</translation>
    </message>
    <message>
        <location filename="../../studio/views/material/simulation_form.py"/>
        <source>Preview: under a minute on a laptop</source>
        <translation>Vorschau: unter einer Minute auf einem Notebook</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/candidates_controller.py"/>
        <source>Previewing candidates of {name}</source>
        <translation>Kandidaten von {name} in Vorschauqualität</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/viewport_commands.py"/>
        <source>Previous</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/candidate_commands.py"/>
        <source>Previous candidates</source>
        <translation>Vorige Kandidaten</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/playback_commands.py"/>
        <source>Previous frame</source>
        <translation>Voriges Bild</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/camera_commands.py"/>
        <source>Previous key</source>
        <translation>Voriger Schlüssel</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/timeline_commands.py"/>
        <source>Previous marker</source>
        <translation>Vorige Marke</translation>
    </message>
    <message>
        <location filename="../../studio/views/material/class_bars.py"/>
        <source>Probabilities of the material classes</source>
        <translation>Wahrscheinlichkeiten der Materialklassen</translation>
    </message>
    <message>
        <location filename="../../studio/views/material/percent_editor.py"/>
        <source>Probability</source>
        <translation>Wahrscheinlichkeit</translation>
    </message>
    <message>
        <location filename="../../studio/views/material/percent_editor.py"/>
        <source>Probability of {name} in percent</source>
        <translation>Wahrscheinlichkeit von {name} in Prozent</translation>
    </message>
    <message>
        <location filename="../../studio/state/certainty.py"/>
        <source>Probably {first}, perhaps {second}</source>
        <translation>Wahrscheinlich {first}, vielleicht {second}</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_doctor.py"/>
        <source>Processor</source>
        <translation>Prozessor</translation>
    </message>
    <message>
        <location filename="../../studio/views/shell/keys_page.py"/>
        <source>Profile</source>
        <translation>Profil</translation>
    </message>
    <message>
        <location filename="../../studio/views/doctor/doctor_page.py"/>
        <location filename="../../studio/views/job_bar.py"/>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <location filename="../../studio/views/export/queue_list.py"/>
        <location filename="../../studio/views/shell/activity_panel.py"/>
        <source>Progress of {title}</source>
        <translation>Fortschritt von {title}</translation>
    </message>
    <message>
        <location filename="../../studio/views/file_actions.py"/>
        <source>Project</source>
        <translation>Projekt</translation>
    </message>
    <message>
        <location filename="../../studio/views/export/export_form.py"/>
        <source>Projection</source>
        <translation>Projektion</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/candidate_choices_controller.py"/>
        <source>Promote candidate {number}</source>
        <translation>Kandidat {number} übernehmen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/candidate_commands.py"/>
        <source>Promote to the scene</source>
        <translation>In die Szene übernehmen</translation>
    </message>
    <message>
        <location filename="../../studio/views/candidates/candidate_cell.py"/>
        <source>Promote to the scene: its material is the choice</source>
        <translation>In die Szene übernehmen: sein Material gilt</translation>
    </message>
    <message>
        <location filename="../../resources/scenes/templates.json"/>
        <source>Pull apart</source>
        <translation>Auseinanderziehen</translation>
    </message>
    <message>
        <location filename="../../studio/views/stage/object_page.py"/>
        <source>Pull it</source>
        <translation>Ziehen Sie daran</translation>
    </message>
    <message>
        <location filename="../../resources/scenes/templates.json"/>
        <location filename="../../studio/state/new_things.py"/>
        <location filename="../../studio/state/scene_titles.py"/>
        <source>Push</source>
        <translation>Stoß</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/hand_commands.py"/>
        <source>Push with a brush</source>
        <translation>Mit dem Pinsel schieben</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/learning_controller.py"/>
        <location filename="../../studio/views/photo/file_prompts.py"/>
        <source>Put an adapter on</source>
        <translation>Adapter aufsetzen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/learning_commands.py"/>
        <source>Put an adapter on…</source>
        <translation>Adapter aufsetzen …</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/placement_commands.py"/>
        <location filename="../../studio/controllers/placement_controller.py"/>
        <source>Put on the ground</source>
        <translation>Auf den Boden stellen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/learning_controller.py"/>
        <source>Putting on the adapter {name}</source>
        <translation>Der Adapter {name} wird aufgesetzt</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/window_commands.py"/>
        <location filename="../../studio/views/docks.py"/>
        <source>Python</source>
        <translation>Python</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/console_commands.py"/>
        <source>Python console</source>
        <translation>Python-Konsole</translation>
    </message>
    <message>
        <location filename="../../studio/views/console/console_input.py"/>
        <source>Python input</source>
        <translation>Python-Eingabe</translation>
    </message>
    <message>
        <location filename="../../studio/views/console/console_panel.py"/>
        <source>Python output</source>
        <translation>Python-Ausgabe</translation>
    </message>
    <message>
        <location filename="../../studio/views/console/console_input.py"/>
        <source>Python, for example studio.takes</source>
        <translation>Python, zum Beispiel studio.takes</translation>
    </message>
    <message>
        <location filename="../../studio/views/shell/actions.py"/>
        <source>Python: {call}</source>
        <translation>Python: {call}</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/console_controller.py"/>
        <source>Python: {what}</source>
        <translation>Python: {what}</translation>
    </message>
    <message>
        <location filename="../../studio/state/preference_fields.py"/>
        <location filename="../../studio/views/export/export_form.py"/>
        <location filename="../../studio/views/material/simulation_form.py"/>
        <location filename="../../studio/views/timeline/hand_panel.py"/>
        <source>Quality</source>
        <translation>Qualität</translation>
    </message>
    <message>
        <location filename="../../studio/state/preference_fields.py"/>
        <source>Quality preset of new simulations.</source>
        <translation>Qualitätsstufe neuer Simulationen.</translation>
    </message>
    <message>
        <location filename="../../studio/views/export/export_choices.py"/>
        <source>Quarter speed</source>
        <translation>Viertel der Geschwindigkeit</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/placement_commands.py"/>
        <source>Quarter turn about x</source>
        <translation>Vierteldrehung um x</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/placement_commands.py"/>
        <source>Quarter turn about y</source>
        <translation>Vierteldrehung um y</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/placement_commands.py"/>
        <source>Quarter turn about z</source>
        <translation>Vierteldrehung um z</translation>
    </message>
    <message>
        <location filename="../../studio/views/export/export_panel.py"/>
        <source>Queue</source>
        <translation>Warteschlange</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/file_commands.py"/>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <location filename="../../studio/state/scene_fields.py"/>
        <location filename="../../studio/state/scene_numbers.py"/>
        <source>Radius</source>
        <translation>Radius</translation>
    </message>
    <message>
        <location filename="../../studio/state/camera_amounts.py"/>
        <source>Radius over the distance</source>
        <translation>Radius über dem Abstand</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/timeline_commands.py"/>
        <source>Range</source>
        <translation>Bereich</translation>
    </message>
    <message>
        <location filename="../../studio/views/export/export_form.py"/>
        <source>Rate</source>
        <translation>Rate</translation>
    </message>
    <message>
        <location filename="../../studio/views/timeline/hand_panel.py"/>
        <source>Reach</source>
        <translation>Reichweite</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/hand_commands.py"/>
        <source>Reach as far as usual</source>
        <translation>So weit greifen wie üblich</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/hand_commands.py"/>
        <source>Reach further</source>
        <translation>Weiter greifen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/hand_commands.py"/>
        <source>Reach less far</source>
        <translation>Weniger weit greifen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/selection_commands.py"/>
        <source>Reaches through the surface</source>
        <translation>Reicht durch die Oberfläche</translation>
    </message>
    <message>
        <location filename="../../studio/doctor_parts.py"/>
        <source>readable</source>
        <translation>lesbar</translation>
    </message>
    <message>
        <location filename="../../render/clips/keyed_deltas.py"/>
        <source>Reading the clip</source>
        <translation>Der Clip wird gelesen</translation>
    </message>
    <message>
        <location filename="../../render/clips/usd_clip.py"/>
        <source>Reading the moving scene</source>
        <translation>Die bewegte Szene wird gelesen</translation>
    </message>
    <message>
        <location filename="../../studio/jobs/prediction.py"/>
        <source>Reading the photo</source>
        <translation>Das Foto wird gelesen</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_photo.py"/>
        <source>Reading the photo …</source>
        <translation>Das Foto wird gelesen …</translation>
    </message>
    <message>
        <location filename="../../render/formats/registry.py"/>
        <location filename="../../studio/jobs/splat_import.py"/>
        <location filename="../../studio/jobs/video_scene.py"/>
        <source>Reading the splat file</source>
        <translation>Die Splat-Datei wird gelesen</translation>
    </message>
    <message>
        <location filename="../../studio/jobs/splat_files.py"/>
        <source>Reading the splats</source>
        <translation>Splats werden gelesen</translation>
    </message>
    <message>
        <location filename="../../studio/jobs/learning.py"/>
        <source>Reading the votes</source>
        <translation>Die Stimmen werden gelesen</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_status.py"/>
        <source>Ready</source>
        <translation>Bereit</translation>
    </message>
    <message>
        <location filename="../../studio/views/material/simulation_form.py"/>
        <source>Real</source>
        <translation>Echt</translation>
    </message>
    <message>
        <location filename="../../studio/views/photo/photo_panel.py"/>
        <source>Real size</source>
        <translation>Wirkliche Größe</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/candidate_commands.py"/>
        <source>Real stiffness for new sets</source>
        <translation>Echte Steifigkeit für neue Sätze</translation>
    </message>
    <message>
        <location filename="../../studio/state/preference_fields.py"/>
        <source>Real stiffness, or one map that shows differences between materials.</source>
        <translation>Echte Steifigkeit oder eine Abbildung, die Unterschiede zwischen Materialien zeigt.</translation>
    </message>
    <message>
        <location filename="../../studio/state/gallery_text.py"/>
        <source>Real stiffness: what is too stiff to step is rigid or clamped</source>
        <translation>Echte Steifigkeit: was zu steif zum Rechnen ist, wird starr oder begrenzt</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_material.py"/>
        <source>Real: stiffness as given. What is too stiff to deform visibly moves as a rigid body.</source>
        <translation>Echt: Steifigkeit wie angegeben. Was zu steif ist, um sich sichtbar zu verformen, bewegt sich als starrer Körper.</translation>
    </message>
    <message>
        <location filename="../../studio/state/preference_fields.py"/>
        <source>Real: very stiff things do not deform</source>
        <translation>Echt: sehr Steifes verformt sich nicht</translation>
    </message>
    <message>
        <location filename="../../studio/views/welcome_view.py"/>
        <source>Recent projects</source>
        <translation>Letzte Projekte</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/bodies_controller.py"/>
        <location filename="../../studio/controllers/document_controller.py"/>
        <source>Reconstructing {name}</source>
        <translation>{name} wird rekonstruiert</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/selection_commands.py"/>
        <source>Rectangle</source>
        <translation>Rechteck</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/document_commands.py"/>
        <source>Redo</source>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/edit_controller.py"/>
        <source>Redo: {label}</source>
        <translation>Wiederholen: {label}</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/scene_controller.py"/>
        <source>Region</source>
        <translation>Bereich</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/scene_commands.py"/>
        <source>Region from the selection</source>
        <translation>Bereich aus der Auswahl</translation>
    </message>
    <message>
        <location filename="../../studio/state/scene_problems.py"/>
        <source>Region {name} was chosen on another object; remove it and choose it anew.</source>
        <translation>Der Bereich {name} wurde an einem anderen Objekt gewählt; entfernen Sie ihn und wählen Sie ihn neu.</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_scene.py"/>
        <source>Regions</source>
        <translation>Bereiche</translation>
    </message>
    <message>
        <location filename="../../studio/doctor_parts.py"/>
        <source>reinstall numba: pip install --force-reinstall numba</source>
        <translation>numba neu installieren: pip install --force-reinstall numba</translation>
    </message>
    <message>
        <location filename="../../studio/doctor_parts.py"/>
        <source>reinstall phys4d-studio: its model files are missing or damaged</source>
        <translation>phys4d-studio neu installieren: seine Modelldateien fehlen oder sind beschädigt</translation>
    </message>
    <message>
        <location filename="../../studio/doctor_parts.py"/>
        <source>reinstall PyAV: pip install --force-reinstall av</source>
        <translation>PyAV neu installieren: pip install --force-reinstall av</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/candidate_choices_controller.py"/>
        <source>Reject candidate</source>
        <translation>Kandidat verwerfen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/candidate_commands.py"/>
        <location filename="../../studio/views/candidates/candidate_cell.py"/>
        <source>Reject, or take back</source>
        <translation>Verwerfen oder zurückholen</translation>
    </message>
    <message>
        <location filename="../../studio/state/gallery_view.py"/>
        <source>Rejected</source>
        <translation>Verworfen</translation>
    </message>
    <message>
        <location filename="../../studio/views/timeline/timeline_panel.py"/>
        <source>remapped</source>
        <translation>Zeitverlauf</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_doctor.py"/>
        <source>Remote desktop</source>
        <translation>Entfernter Desktop</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/scene_commands.py"/>
        <location filename="../../studio/views/shell/keys_page.py"/>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/camera_path_controller.py"/>
        <source>Remove all camera keys</source>
        <translation>Alle Kameraschlüssel entfernen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/camera_commands.py"/>
        <source>Remove all keys</source>
        <translation>Alle Schlüssel entfernen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/camera_path_controller.py"/>
        <source>Remove camera key</source>
        <translation>Kameraschlüssel entfernen</translation>
    </message>
    <message>
        <location filename="../../studio/views/document/prompts.py"/>
        <source>Remove deleted Gaussians for good?</source>
        <translation>Gelöschte Gaußsche endgültig entfernen?</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/document_commands.py"/>
        <location filename="../../studio/controllers/splats_controller.py"/>
        <source>Remove deleted Gaussians from the file…</source>
        <translation>Gelöschte Gaußsche aus der Datei entfernen …</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/camera_commands.py"/>
        <source>Remove key</source>
        <translation>Schlüssel entfernen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/photo_views_controller.py"/>
        <location filename="../../studio/views/photo/views_box.py"/>
        <source>Remove view</source>
        <translation>Ansicht entfernen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/scene_controller.py"/>
        <source>Remove {name}</source>
        <translation>{name} entfernen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/splats_controller.py"/>
        <source>Removing deleted Gaussians from {name}</source>
        <translation>Gelöschte Gaußsche werden aus {name} entfernt</translation>
    </message>
    <message>
        <location filename="../../studio/views/shell/window_actions.py"/>
        <source>Rename layout</source>
        <translation>Anordnung umbenennen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/window_commands.py"/>
        <source>Rename layout…</source>
        <translation>Anordnung umbenennen …</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/timeline_commands.py"/>
        <location filename="../../studio/controllers/timeline_controller.py"/>
        <source>Rename marker</source>
        <translation>Marke umbenennen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/timeline_commands.py"/>
        <source>Rename marker…</source>
        <translation>Marke umbenennen …</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/material_commands.py"/>
        <location filename="../../studio/controllers/presets_controller.py"/>
        <source>Rename preset</source>
        <translation>Vorlage umbenennen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/material_commands.py"/>
        <source>Rename preset…</source>
        <translation>Vorlage umbenennen …</translation>
    </message>
    <message>
        <location filename="../../studio/views/shell/window_actions.py"/>
        <source>Rename the take</source>
        <translation>Aufnahme umbenennen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/document_commands.py"/>
        <source>Rename the take…</source>
        <translation>Aufnahme umbenennen …</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/scene_commands.py"/>
        <location filename="../../studio/controllers/scene_controller.py"/>
        <source>Rename {name}</source>
        <translation>{name} umbenennen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/take_controller.py"/>
        <source>Rename {title}</source>
        <translation>{title} umbenennen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/scene_commands.py"/>
        <source>Rename…</source>
        <translation>Umbenennen…</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_doctor.py"/>
        <source>Renderer: gsplat</source>
        <translation>Renderer: gsplat</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_doctor.py"/>
        <source>Renderer: OpenGL</source>
        <translation>Renderer: OpenGL</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_doctor.py"/>
        <source>Renderer: reference</source>
        <translation>Renderer: Referenz</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_doctor.py"/>
        <source>Renderer: software</source>
        <translation>Renderer: Software</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_doctor.py"/>
        <source>Renderer: {figure:.0f} {unit}</source>
        <translation>Zeichnen: {figure:.0f} {unit}</translation>
    </message>
    <message>
        <location filename="../../studio/jobs/candidate_export.py"/>
        <source>Rendering the candidates</source>
        <translation>Die Kandidaten werden gezeichnet</translation>
    </message>
    <message>
        <location filename="../../studio/jobs/video_export.py"/>
        <source>Rendering the passes</source>
        <translation>Die Ebenen werden gezeichnet</translation>
    </message>
    <message>
        <location filename="../../studio/jobs/still_export.py"/>
        <location filename="../../studio/jobs/video_export.py"/>
        <source>Rendering the video</source>
        <translation>Das Video wird gezeichnet</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/photo_views_controller.py"/>
        <source>Reorder views</source>
        <translation>Ansichten ordnen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/export_commands.py"/>
        <source>Repeat last export</source>
        <translation>Letzten Export wiederholen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/timeline_commands.py"/>
        <source>Replay the recorded hand</source>
        <translation>Aufgezeichnete Hand wiederholen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/branch_controller.py"/>
        <source>Replaying the hand of {name}</source>
        <translation>Wiederholung der Hand aus {name}</translation>
    </message>
    <message>
        <location filename="../../studio/views/shell/keys_page.py"/>
        <source>Reset</source>
        <translation>Zurücksetzen</translation>
    </message>
    <message>
        <location filename="../../studio/views/material/material_panel.py"/>
        <location filename="../../studio/views/shell/keys_page.py"/>
        <location filename="../../studio/views/shell/preferences_page.py"/>
        <source>Reset all</source>
        <translation>Alles zurücksetzen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/material_commands.py"/>
        <source>Reset all probabilities</source>
        <translation>Alle Wahrscheinlichkeiten zurücksetzen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/window_commands.py"/>
        <source>Reset layout</source>
        <translation>Anordnung zurücksetzen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/placement_commands.py"/>
        <location filename="../../studio/controllers/placement_controller.py"/>
        <source>Reset place</source>
        <translation>Lage zurücksetzen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/distribution_controller.py"/>
        <source>Reset probabilities</source>
        <translation>Wahrscheinlichkeiten zurücksetzen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/photo_controller.py"/>
        <source>Reset the camera</source>
        <translation>Kamera zurücksetzen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/distribution_controller.py"/>
        <location filename="../../studio/controllers/scene_controller.py"/>
        <location filename="../../studio/views/material/law_form.py"/>
        <location filename="../../studio/views/photo/camera_box.py"/>
        <location filename="../../studio/views/scene/thing_form.py"/>
        <location filename="../../studio/views/shell/preference_row.py"/>
        <source>Reset {name}</source>
        <translation>{name} zurücksetzen</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_status.py"/>
        <source>Restarting the compute process…</source>
        <translation>Der Rechenprozess wird neu gestartet …</translation>
    </message>
    <message>
        <location filename="../../studio/state/law_numbers.py"/>
        <source>Restitution</source>
        <translation>Stoßzahl</translation>
    </message>
    <message>
        <location filename="../../studio/views/document/prompts.py"/>
        <source>Restore</source>
        <translation>Wiederherstellen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/selection_commands.py"/>
        <location filename="../../studio/controllers/selection_controller.py"/>
        <source>Restore deleted</source>
        <translation>Gelöschte wiederherstellen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/saving_controller.py"/>
        <source>Restore unsaved work</source>
        <translation>Nicht gespeicherte Arbeit wiederherstellen</translation>
    </message>
    <message>
        <location filename="../../studio/views/document/prompts.py"/>
        <source>Restore unsaved work?</source>
        <translation>Nicht gespeicherte Arbeit wiederherstellen?</translation>
    </message>
    <message>
        <location filename="../../studio/views/document/prompts.py"/>
        <source>Restoring it was begun before and did not end. It may be the cause.</source>
        <translation>Die Wiederherstellung wurde schon einmal begonnen und nicht beendet. Sie kann die Ursache sein.</translation>
    </message>
    <message>
        <location filename="../../studio/views/console/console_input.py"/>
        <source>Return runs, Shift+Return begins a line, Up and Down bring earlier input, Tab completes</source>
        <translation>Eingabe führt aus, Umschalt+Eingabe beginnt eine Zeile, Auf und Ab holen frühere Eingaben, Tab ergänzt</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/timeline_commands.py"/>
        <source>Reverse</source>
        <translation>Rückwärts</translation>
    </message>
    <message>
        <location filename="../../studio/state/axis_views.py"/>
        <source>Right</source>
        <translation>Rechts</translation>
    </message>
    <message>
        <location filename="../../studio/views/candidates/vote_pane.py"/>
        <source>Right  (2)</source>
        <translation>Rechts  (2)</translation>
    </message>
    <message>
        <location filename="../../studio/views/help_dialogs.py"/>
        <source>right drag, Shift+drag</source>
        <translation>rechts ziehen, Umschalt+ziehen</translation>
    </message>
    <message>
        <location filename="../../studio/views/candidates/vote_pane.py"/>
        <location filename="../../studio/views/stage/choice_page.py"/>
        <source>Right take</source>
        <translation>Rechte Aufnahme</translation>
    </message>
    <message>
        <location filename="../../sim/materials.py"/>
        <source>Rigid</source>
        <translation>Starr</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/view_commands.py"/>
        <source>Rings</source>
        <translation>Ringe</translation>
    </message>
    <message>
        <location filename="../../studio/state/camera_amounts.py"/>
        <source>Rise</source>
        <translation>Aufstieg</translation>
    </message>
    <message>
        <location filename="../../studio/views/export/export_choices.py"/>
        <source>Rises on an arc.</source>
        <translation>Steigt auf einem Bogen.</translation>
    </message>
    <message>
        <location filename="../../studio/state/photo_quantities.py"/>
        <location filename="../../studio/views/camera/key_form.py"/>
        <source>Roll</source>
        <translation>Rollung</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/camera_path_controller.py"/>
        <source>Roll camera</source>
        <translation>Kamera rollen</translation>
    </message>
    <message>
        <location filename="../../studio/views/export/export_choices.py"/>
        <source>Rounding is hard to see.</source>
        <translation>Rundung ist kaum zu sehen.</translation>
    </message>
    <message>
        <location filename="../../studio/views/export/export_choices.py"/>
        <source>Rounds little; a larger file.</source>
        <translation>Rundet wenig; eine größere Datei.</translation>
    </message>
    <message>
        <location filename="../../studio/views/export/export_choices.py"/>
        <source>Rounds more; the smallest file.</source>
        <translation>Rundet mehr; die kleinste Datei.</translation>
    </message>
    <message>
        <location filename="../../sim/materials.py"/>
        <source>Rubber</source>
        <translation>Gummi</translation>
    </message>
    <message>
        <location filename="../../resources/materials/examples.json"/>
        <source>rubber</source>
        <translation>Gummi</translation>
    </message>
    <message>
        <location filename="../../studio/views/shell/preferences_page.py"/>
        <source>Safe mode: changes hold for this session and are not stored.</source>
        <translation>Abgesicherter Modus: Änderungen gelten für diese Sitzung und werden nicht gespeichert.</translation>
    </message>
    <message>
        <location filename="../../studio/views/welcome_view.py"/>
        <source>Safe mode: the machine is not looked at.</source>
        <translation>Abgesicherter Modus: der Rechner wird nicht geprüft.</translation>
    </message>
    <message>
        <location filename="../../studio/views/candidates/gallery_bar.py"/>
        <source>Sample</source>
        <translation>Ziehen</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_learning.py"/>
        <source>Sample candidates and vote blind; or add the votes of another project.</source>
        <translation>Ziehen Sie Kandidaten und stimmen Sie blind ab, oder fügen Sie die Stimmen eines anderen Projekts hinzu.</translation>
    </message>
    <message>
        <location filename="../../studio/views/welcome_view.py"/>
        <source>Sample photos</source>
        <translation>Beispielfotos</translation>
    </message>
    <message>
        <location filename="../../studio/state/gallery_text.py"/>
        <source>Sample without real stiffness to tell them apart.</source>
        <translation>Ziehen Sie ohne echte Steifigkeit, um sie zu unterscheiden.</translation>
    </message>
    <message>
        <location filename="../../studio/views/candidates/gallery_page.py"/>
        <source>Sample {count}</source>
        <translation>{count} ziehen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/candidates_controller.py"/>
        <location filename="../../studio/controllers/commands/candidate_commands.py"/>
        <source>Sample {count} candidates</source>
        <translation>{count} Kandidaten ziehen</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_material.py"/>
        <source>Sample {number}, {name}: {values}</source>
        <translation>Stichprobe {number}, {name}: {values}</translation>
    </message>
    <message>
        <location filename="../../studio/views/material/sample_table.py"/>
        <source>Sample {number}: {name}, {stiffness}, ν {ratio}, {density} kg/m³, log-likelihood {log}</source>
        <translation>Stichprobe {number}: {name}, {stiffness}, ν {ratio}, {density} kg/m³, Log-Likelihood {log}</translation>
    </message>
    <message>
        <location filename="../../studio/views/material/sample_section.py"/>
        <location filename="../../studio/views/material/sample_table.py"/>
        <source>Samples</source>
        <translation>Stichproben</translation>
    </message>
    <message>
        <location filename="../../studio/views/material/curve_legend.py"/>
        <source>samples</source>
        <translation>Stichproben</translation>
    </message>
    <message>
        <location filename="../../sim/materials.py"/>
        <source>Sand</source>
        <translation>Sand</translation>
    </message>
    <message>
        <location filename="../../resources/materials/examples.json"/>
        <source>sand</source>
        <translation>Sand</translation>
    </message>
    <message>
        <location filename="../../resources/materials/presets.json"/>
        <source>Sand, as in graphics</source>
        <translation>Sand, wie in der Computergrafik</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_selection.py"/>
        <source>Saturation</source>
        <translation>Sättigung</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/file_commands.py"/>
        <location filename="../../studio/views/document/prompts.py"/>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <location filename="../../studio/state/condition_reasons.py"/>
        <source>Save a layout of your own and switch to it first.</source>
        <translation>Speichern Sie erst eine eigene Anordnung und wechseln Sie zu ihr.</translation>
    </message>
    <message>
        <location filename="../../studio/state/condition_reasons.py"/>
        <source>Save a material preset of your own and choose it first.</source>
        <translation>Speichern Sie zuerst eine eigene Materialvorlage und wählen Sie sie.</translation>
    </message>
    <message>
        <location filename="../../studio/views/document/prompts.py"/>
        <source>Save and remove</source>
        <translation>Speichern und entfernen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/presets_controller.py"/>
        <source>Save as preset</source>
        <translation>Als Vorlage speichern</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/file_commands.py"/>
        <location filename="../../studio/controllers/opening_controller.py"/>
        <location filename="../../studio/controllers/saving_notices.py"/>
        <source>Save as…</source>
        <translation>Speichern unter …</translation>
    </message>
    <message>
        <location filename="../../studio/views/camera/camera_files.py"/>
        <source>Save camera path</source>
        <translation>Kamerapfad speichern</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/camera_commands.py"/>
        <source>Save camera path…</source>
        <translation>Kamerapfad speichern…</translation>
    </message>
    <message>
        <location filename="../../studio/views/shell/window_actions.py"/>
        <source>Save layout as</source>
        <translation>Anordnung speichern unter</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/window_commands.py"/>
        <source>Save layout as…</source>
        <translation>Anordnung speichern unter …</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/material_commands.py"/>
        <source>Save material as preset</source>
        <translation>Material als Vorlage speichern</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/material_commands.py"/>
        <source>Save material as preset…</source>
        <translation>Material als Vorlage speichern …</translation>
    </message>
    <message>
        <location filename="../../studio/views/file_actions.py"/>
        <source>Save project as</source>
        <translation>Projekt speichern unter</translation>
    </message>
    <message>
        <location filename="../../studio/views/document/prompts.py"/>
        <source>Save the changes to {name}?</source>
        <translation>Änderungen an {name} speichern?</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/opening_controller.py"/>
        <source>Saved as {name}.</source>
        <translation>Als {name} gespeichert.</translation>
    </message>
    <message>
        <location filename="../../studio/views/document/history_panel.py"/>
        <source>Saved like this</source>
        <translation>So gespeichert</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/presets_controller.py"/>
        <source>Saved preset {name}.</source>
        <translation>Vorlage {name} wurde gespeichert.</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/camera_files_controller.py"/>
        <source>Saved the camera path as {name}.</source>
        <translation>Der Kamerapfad wurde als {name} gespeichert.</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/opening_controller.py"/>
        <source>Saving as {name}</source>
        <translation>Speichern als {name}</translation>
    </message>
    <message>
        <location filename="../../studio/jobs/prediction.py"/>
        <source>Saving the project</source>
        <translation>Das Projekt wird gespeichert</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/placement_commands.py"/>
        <location filename="../../studio/state/scene_fields.py"/>
        <location filename="../../studio/state/scene_numbers.py"/>
        <location filename="../../studio/views/viewport/placement_panel.py"/>
        <source>Scale</source>
        <translation>Maßstab</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/placement_controller.py"/>
        <source>Scale object</source>
        <translation>Objektgröße ändern</translation>
    </message>
    <message>
        <location filename="../../studio/views/photo/camera_box.py"/>
        <source>Scales the object at once; nothing is predicted again</source>
        <translation>Skaliert das Objekt sofort; nichts wird neu vorhergesagt</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_doctor.py"/>
        <source>Scaling</source>
        <translation>Skalierung</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/window_commands.py"/>
        <location filename="../../studio/views/docks.py"/>
        <location filename="../../studio/views/scene/scene_tree.py"/>
        <source>Scene</source>
        <translation>Szene</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/scene_controller.py"/>
        <source>Scene: {title}</source>
        <translation>Szene: {title}</translation>
    </message>
    <message>
        <location filename="../../studio/views/shell/keys_page.py"/>
        <source>Search commands or keys</source>
        <translation>Befehle oder Tasten suchen</translation>
    </message>
    <message>
        <location filename="../../studio/views/shell/log_panel.py"/>
        <source>Search the log</source>
        <translation>Protokoll durchsuchen</translation>
    </message>
    <message>
        <location filename="../../studio/views/shell/preferences_page.py"/>
        <source>Search the preferences</source>
        <translation>Einstellungen durchsuchen</translation>
    </message>
    <message>
        <location filename="../../studio/views/document/prompts.py"/>
        <source>Searching…</source>
        <translation>Suche läuft …</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/scene_commands.py"/>
        <source>Second copy</source>
        <translation>Zweite Kopie</translation>
    </message>
    <message>
        <location filename="../../studio/doctor_display.py"/>
        <source>see the system's settings for which one a program uses</source>
        <translation>Welche ein Programm benutzt, steht in den Einstellungen des Systems</translation>
    </message>
    <message>
        <location filename="../../studio/views/material/sample_section.py"/>
        <source>Seed</source>
        <translation>Startzahl</translation>
    </message>
    <message>
        <location filename="../../studio/views/material/sample_section.py"/>
        <source>seed</source>
        <translation>Seed</translation>
    </message>
    <message>
        <location filename="../../studio/state/take_pair.py"/>
        <source>seed {seed}</source>
        <translation>Startzahl {seed}</translation>
    </message>
    <message>
        <location filename="../../studio/state/gallery_view.py"/>
        <source>seed {seed}/{number}</source>
        <translation>Startzahl {seed}/{number}</translation>
    </message>
    <message>
        <location filename="../../studio/state/condition_reasons.py"/>
        <source>Select a camera key first.</source>
        <translation>Wählen Sie zuerst einen Kameraschlüssel.</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/scene_controller.py"/>
        <source>Select a part of the object first; the region is made of it.</source>
        <translation>Wählen Sie zuerst einen Teil des Objekts aus; daraus wird der Bereich.</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/selection_commands.py"/>
        <location filename="../../studio/controllers/selection_controller.py"/>
        <source>Select all</source>
        <translation>Alles auswählen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/selection_controller.py"/>
        <source>Select by brush</source>
        <translation>Mit Pinsel auswählen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/tools/selection_tools.py"/>
        <source>Select by colour</source>
        <translation>Nach Farbe auswählen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/selection_controller.py"/>
        <source>Select by lasso</source>
        <translation>Mit Lasso auswählen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/selection_controller.py"/>
        <source>Select by rectangle</source>
        <translation>Mit Rechteck auswählen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/selection_controller.py"/>
        <location filename="../../studio/views/viewport/selection_panel.py"/>
        <source>Select by value</source>
        <translation>Nach Wert auswählen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/selection_controller.py"/>
        <source>Select by volume</source>
        <translation>Nach Volumen auswählen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/tools/selection_tools.py"/>
        <source>Select connected part</source>
        <translation>Zusammenhängenden Teil auswählen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/selection_controller.py"/>
        <source>Select floaters</source>
        <translation>Schwebende Reste auswählen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/selection_commands.py"/>
        <source>Select highlighted</source>
        <translation>Hervorgehobene auswählen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/candidate_commands.py"/>
        <source>Select next</source>
        <translation>Nächsten wählen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/selection_commands.py"/>
        <location filename="../../studio/controllers/selection_controller.py"/>
        <source>Select none</source>
        <translation>Nichts auswählen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/candidate_commands.py"/>
        <source>Select previous</source>
        <translation>Vorigen wählen</translation>
    </message>
    <message>
        <location filename="../../studio/state/condition_reasons.py"/>
        <source>Select something first.</source>
        <translation>Wählen Sie zuerst etwas aus.</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/scene_commands.py"/>
        <source>Select the region's Gaussians</source>
        <translation>Gaußkörper des Bereichs auswählen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/scene_controller.py"/>
        <source>Select {name}</source>
        <translation>{name} auswählen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/candidate_commands.py"/>
        <source>Selected</source>
        <translation>Ausgewählt</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/selection_controller.py"/>
        <source>Selecting…</source>
        <translation>Auswahl läuft …</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/window_commands.py"/>
        <location filename="../../studio/views/docks.py"/>
        <location filename="../../studio/views/viewport/selection_panel.py"/>
        <source>Selection</source>
        <translation>Auswahl</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_doctor.py"/>
        <source>Session</source>
        <translation>Sitzung</translation>
    </message>
    <message>
        <location filename="../../studio/views/shell/keys_page.py"/>
        <source>Set</source>
        <translation>Setzen</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_law.py"/>
        <source>set by you</source>
        <translation>von Ihnen gesetzt</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/photo_controller.py"/>
        <source>Set elevation</source>
        <translation>Höhenwinkel setzen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/photo_controller.py"/>
        <source>Set field of view</source>
        <translation>Sichtfeld setzen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/distribution_controller.py"/>
        <source>Set number of samples</source>
        <translation>Zahl der Stichproben setzen</translation>
    </message>
    <message>
        <location filename="../../studio/views/candidates/gallery_bar.py"/>
        <source>Set of candidates</source>
        <translation>Satz von Kandidaten</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/distribution_controller.py"/>
        <source>Set probability of {name}</source>
        <translation>Wahrscheinlichkeit von {name} setzen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/photo_controller.py"/>
        <source>Set roll</source>
        <translation>Rollung setzen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/distribution_controller.py"/>
        <source>Set seed</source>
        <translation>Startzahl setzen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/photo_controller.py"/>
        <source>Set size</source>
        <translation>Größe setzen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/distribution_controller.py"/>
        <source>Set spread of {name}</source>
        <translation>Streuung von {name} setzen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/photo_views_controller.py"/>
        <source>Set up the model</source>
        <translation>Modell einstellen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/physics_controller.py"/>
        <location filename="../../studio/controllers/scene_controller.py"/>
        <source>Set {name}</source>
        <translation>{name} setzen</translation>
    </message>
    <message>
        <location filename="../../studio/doctor_parts.py"/>
        <source>several threads may enter</source>
        <translation>mehrere Threads zugleich</translation>
    </message>
    <message>
        <location filename="../../studio/views/shell/notices_panel.py"/>
        <source>Severity</source>
        <translation>Schwere</translation>
    </message>
    <message>
        <location filename="../../studio/views/photo/model_card_box.py"/>
        <source>SHA-256</source>
        <translation>SHA-256</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_model.py"/>
        <source>Shape network and material head</source>
        <translation>Formnetz und Materialkopf</translation>
    </message>
    <message>
        <location filename="../../studio/state/scene_numbers.py"/>
        <source>Share</source>
        <translation>Anteil</translation>
    </message>
    <message>
        <location filename="../../studio/views/file_actions.py"/>
        <source>Share as one file</source>
        <translation>Als eine Datei teilen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/file_commands.py"/>
        <location filename="../../studio/controllers/document_controller.py"/>
        <source>Share as one file…</source>
        <translation>Als eine Datei teilen …</translation>
    </message>
    <message>
        <location filename="../../studio/state/camera_amounts.py"/>
        <source>Share of the distance</source>
        <translation>Anteil am Abstand</translation>
    </message>
    <message>
        <location filename="../../studio/views/file_actions.py"/>
        <source>Shared projects</source>
        <translation>Geteilte Projekte</translation>
    </message>
    <message>
        <location filename="../../studio/views/viewport/placement_panel.py"/>
        <source>Shift</source>
        <translation>Umschalt</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/viewport_commands.py"/>
        <source>Show</source>
        <translation>Zeigen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/candidates_controller.py"/>
        <source>Show candidates {name}</source>
        <translation>Kandidaten {name} zeigen</translation>
    </message>
    <message>
        <location filename="../../studio/views/material/material_panel.py"/>
        <source>Show fewer classes</source>
        <translation>Weniger Klassen zeigen</translation>
    </message>
    <message>
        <location filename="../../studio/views/material/sample_section.py"/>
        <source>Show fewer samples</source>
        <translation>Weniger Stichproben zeigen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/selection_commands.py"/>
        <location filename="../../studio/controllers/selection_controller.py"/>
        <source>Show hidden</source>
        <translation>Ausgeblendete zeigen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/file_commands.py"/>
        <location filename="../../studio/views/export/queue_list.py"/>
        <location filename="../../studio/views/shell/notice_card.py"/>
        <source>Show in folder</source>
        <translation>Im Ordner zeigen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/help_commands.py"/>
        <source>Show me around</source>
        <translation>Rundgang</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/photo_prediction.py"/>
        <source>Show the photo</source>
        <translation>Foto zeigen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/photo_commands.py"/>
        <source>Show the photo panel</source>
        <translation>Fotofeld zeigen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/learning_controller.py"/>
        <source>Show the votes</source>
        <translation>Die Stimmen zeigen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/learning_commands.py"/>
        <location filename="../../studio/controllers/vote_controller.py"/>
        <source>Show votes and adapters</source>
        <translation>Stimmen und Adapter zeigen</translation>
    </message>
    <message numerus="yes">
        <location filename="../../studio/views/material/material_panel.py"/>
        <source>Show {count} more classes</source>
        <translation>
            <numerusform>{count} weitere Klassen zeigen</numerusform>
            <numerusform>{count} weitere Klassen zeigen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <location filename="../../studio/views/material/sample_section.py"/>
        <source>Show {count} more samples</source>
        <translation>
            <numerusform>{count} weitere Stichproben zeigen</numerusform>
            <numerusform>{count} weitere Stichproben zeigen</numerusform>
        </translation>
    </message>
    <message>
        <location filename="../../studio/controllers/scene_controller.py"/>
        <source>Show {name}</source>
        <translation>{name} zeigen</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_comparison.py"/>
        <source>Shown as if {softer}</source>
        <translation>Gezeigt, als wäre es {softer}</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/photo_commands.py"/>
        <source>Shrink</source>
        <translation>Schrumpfen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/selection_commands.py"/>
        <location filename="../../studio/controllers/selection_controller.py"/>
        <source>Shrink selection</source>
        <translation>Auswahl verkleinern</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/photo_controller.py"/>
        <source>Shrink the mask</source>
        <translation>Maske schrumpfen lassen</translation>
    </message>
    <message>
        <location filename="../../studio/state/scene_fields.py"/>
        <source>Sides</source>
        <translation>Seiten</translation>
    </message>
    <message>
        <location filename="../../studio/views/candidates/candidate_cell.py"/>
        <source>Simulate</source>
        <translation>Simulieren</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/candidate_commands.py"/>
        <location filename="../../studio/controllers/commands/simulation_commands.py"/>
        <location filename="../../studio/controllers/growth_plan.py"/>
        <location filename="../../studio/views/candidates/candidate_cell.py"/>
        <source>Simulate again</source>
        <translation>Neu simulieren</translation>
    </message>
    <message>
        <location filename="../../studio/views/material/comparison_box.py"/>
        <source>Simulate again with the expressive stiffness map</source>
        <translation>Mit der ausdrucksvollen Steifigkeitsabbildung neu simulieren</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/hand_commands.py"/>
        <source>Simulate as a sketch</source>
        <translation>Als Skizze simulieren</translation>
    </message>
    <message>
        <location filename="../../studio/state/preference_fields.py"/>
        <source>Simulate as soon as a photo has become an object.</source>
        <translation>Simulieren, sobald aus einem Foto ein Objekt geworden ist.</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/hand_commands.py"/>
        <source>Simulate at preview quality</source>
        <translation>In Vorschauqualität simulieren</translation>
    </message>
    <message>
        <location filename="../../studio/state/preference_fields.py"/>
        <source>Simulate new objects</source>
        <translation>Neue Objekte simulieren</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/timeline_commands.py"/>
        <source>Simulate on from here</source>
        <translation>Von hier an weiter simulieren</translation>
    </message>
    <message>
        <location filename="../../studio/views/material/comparison_box.py"/>
        <source>Simulate softer, so that it deforms</source>
        <translation>Weicher simulieren, sodass es sich verformt</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/material_commands.py"/>
        <source>Simulate the mean, not a sample</source>
        <translation>Den Mittelwert simulieren, keine Stichprobe</translation>
    </message>
    <message>
        <location filename="../../studio/state/condition_reasons.py"/>
        <source>Simulate the object first.</source>
        <translation>Simulieren Sie zuerst das Objekt.</translation>
    </message>
    <message>
        <location filename="../../studio/views/export/export_panel.py"/>
        <source>Simulate the object first; then its motion can be exported.</source>
        <translation>Simulieren Sie zuerst das Objekt; dann lässt sich seine Bewegung exportieren.</translation>
    </message>
    <message>
        <location filename="../../studio/views/timeline/plot_view.py"/>
        <source>Simulate the object to see its energies here.</source>
        <translation>Simulieren Sie das Objekt, um hier seine Energien zu sehen.</translation>
    </message>
    <message>
        <location filename="../../studio/state/condition_reasons.py"/>
        <source>Simulate the object, and choose a collider in the scene first.</source>
        <translation>Simulieren Sie das Objekt, und wählen Sie zuerst ein Hindernis in der Szene.</translation>
    </message>
    <message>
        <location filename="../../studio/state/condition_reasons.py"/>
        <source>Simulate the object, or wait until the simulation has ended.</source>
        <translation>Simulieren Sie das Objekt, oder warten Sie das Ende der Simulation ab.</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/candidates_controller.py"/>
        <location filename="../../studio/controllers/commands/candidate_commands.py"/>
        <source>Simulate what is missing</source>
        <translation>Fehlendes simulieren</translation>
    </message>
    <message>
        <location filename="../../studio/views/material/comparison_box.py"/>
        <location filename="../../studio/views/material/curve_legend.py"/>
        <source>simulated</source>
        <translation>simuliert</translation>
    </message>
    <message>
        <location filename="../../studio/jobs/continuation.py"/>
        <location filename="../../studio/jobs/simulation.py"/>
        <source>Simulating</source>
        <translation>Simulation läuft</translation>
    </message>
    <message>
        <location filename="../../studio/views/timeline/timeline_panel.py"/>
        <source>simulating</source>
        <translation>simuliert gerade</translation>
    </message>
    <message>
        <location filename="../../studio/jobs/candidates.py"/>
        <location filename="../../studio/jobs/ranking.py"/>
        <source>Simulating candidates</source>
        <translation>Kandidaten werden simuliert</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/branch_controller.py"/>
        <source>Simulating on {name}</source>
        <translation>{name} wird weiter simuliert</translation>
    </message>
    <message>
        <location filename="../../studio/jobs/sweep.py"/>
        <source>Simulating the runs</source>
        <translation>Die Läufe werden simuliert</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/physics_controller.py"/>
        <source>Simulating {name}</source>
        <translation>{name} wird simuliert</translation>
    </message>
    <message>
        <location filename="../../studio/state/gallery_view.py"/>
        <source>Simulating: {percent} %</source>
        <translation>Simulation: {percent} %</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/hand_commands.py"/>
        <location filename="../../studio/controllers/commands/material_commands.py"/>
        <location filename="../../studio/controllers/commands/simulation_commands.py"/>
        <location filename="../../studio/controllers/commands/timeline_commands.py"/>
        <location filename="../../studio/state/preference_fields.py"/>
        <source>Simulation</source>
        <translation>Simulation</translation>
    </message>
    <message>
        <location filename="../../studio/state/scene_world_lines.py"/>
        <source>Simulation box</source>
        <translation>Simulationskasten</translation>
    </message>
    <message>
        <location filename="../../studio/state/tour_steps.py"/>
        <source>Simulations grow here frame by frame, and you can scrub while they run. Space plays and pauses.</source>
        <translation>Hier wachsen Simulationen Bild für Bild, und währenddessen lässt sich darin blättern. Leertaste spielt ab und hält an.</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_doctor.py"/>
        <source>Simulator on the CPU</source>
        <translation>Simulator auf der CPU</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_doctor.py"/>
        <source>Simulator on the GPU</source>
        <translation>Simulator auf der GPU</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_doctor.py"/>
        <source>Simulator: {figure:.1f} {unit}</source>
        <translation>Simulator: {figure:.1f} {unit}</translation>
    </message>
    <message>
        <location filename="../../studio/views/export/export_choices.py"/>
        <source>Sinks on an arc.</source>
        <translation>Sinkt auf einem Bogen.</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_selection.py"/>
        <location filename="../../studio/views/export/export_form.py"/>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <location filename="../../studio/state/preference_fields.py"/>
        <source>Size of texts and controls</source>
        <translation>Größe von Texten und Bedienelementen</translation>
    </message>
    <message>
        <location filename="../../studio/views/photo/mask_box.py"/>
        <source>Size of the brush</source>
        <translation>Größe des Pinsels</translation>
    </message>
    <message>
        <location filename="../../studio/views/photo/mask_box.py"/>
        <source>Size of the brush: also [ and ], or Ctrl and the wheel</source>
        <translation>Größe des Pinsels: auch [ und ], oder Ctrl und das Mausrad</translation>
    </message>
    <message>
        <location filename="../../studio/state/gallery_view.py"/>
        <location filename="../../studio/views/material/simulation_form.py"/>
        <source>Sketch</source>
        <translation>Skizze</translation>
    </message>
    <message>
        <location filename="../../studio/state/machine.py"/>
        <source>Sketch and preview quality run well on the processor; standard and paper take longer without an NVIDIA graphics card.</source>
        <translation>Skizze und Vorschau laufen gut auf dem Prozessor; Standard und Paper dauern ohne NVIDIA-Grafikkarte länger.</translation>
    </message>
    <message>
        <location filename="../../studio/views/material/simulation_form.py"/>
        <source>Sketch: coarse, a few seconds</source>
        <translation>Skizze: grob, wenige Sekunden</translation>
    </message>
    <message>
        <location filename="../../studio/state/preference_fields.py"/>
        <source>Sketch: seconds, for comparing</source>
        <translation>Skizze: Sekunden, zum Vergleichen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/candidates_controller.py"/>
        <source>Sketching {count} candidates</source>
        <translation>{count} Kandidaten werden skizziert</translation>
    </message>
    <message>
        <location filename="../../studio/views/candidates/vote_pane.py"/>
        <source>Skip  (S)</source>
        <translation>Überspringen  (S)</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/candidate_commands.py"/>
        <source>Skip the pair (S)</source>
        <translation>Paar überspringen (S)</translation>
    </message>
    <message>
        <location filename="../../studio/state/scene_fields.py"/>
        <source>Slides along</source>
        <translation>Gleitet entlang</translation>
    </message>
    <message>
        <location filename="../../studio/state/scene_fields.py"/>
        <source>Slides on others</source>
        <translation>Gleitet auf anderen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/timeline_commands.py"/>
        <source>Slow motion here</source>
        <translation>Hier Zeitlupe</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/timeline_commands.py"/>
        <source>Slower</source>
        <translation>Langsamer</translation>
    </message>
    <message>
        <location filename="../../studio/views/export/export_choices.py"/>
        <source>Small</source>
        <translation>Klein</translation>
    </message>
    <message>
        <location filename="../../studio/views/export/export_choices.py"/>
        <source>Small circles before the object.</source>
        <translation>Kleine Kreise vor dem Objekt.</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/photo_commands.py"/>
        <location filename="../../studio/controllers/commands/selection_commands.py"/>
        <source>Smaller brush</source>
        <translation>Kleinerer Pinsel</translation>
    </message>
    <message>
        <location filename="../../studio/views/export/export_choices.py"/>
        <source>Smaller than H.264; recent devices play it.</source>
        <translation>Kleiner als H.264; neuere Geräte spielen es.</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/camera_path_controller.py"/>
        <source>Smooth the camera's speed</source>
        <translation>Geschwindigkeit der Kamera glätten</translation>
    </message>
    <message>
        <location filename="../../studio/views/export/export_choices.py"/>
        <source>Smooth, 8 moments</source>
        <translation>Weich, 8 Momente</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/placement_commands.py"/>
        <source>Snap to steps</source>
        <translation>In Stufen einrasten</translation>
    </message>
    <message>
        <location filename="../../sim/materials.py"/>
        <source>Snow</source>
        <translation>Schnee</translation>
    </message>
    <message>
        <location filename="../../resources/materials/examples.json"/>
        <source>snow</source>
        <translation>Schnee</translation>
    </message>
    <message>
        <location filename="../../resources/materials/presets.json"/>
        <source>Snow, as in graphics</source>
        <translation>Schnee, wie in der Computergrafik</translation>
    </message>
    <message>
        <location filename="../../studio/state/export_presets.py"/>
        <source>Social portrait</source>
        <translation>Hochkant für Soziales</translation>
    </message>
    <message>
        <location filename="../../studio/views/stage/object_page.py"/>
        <source>Soft</source>
        <translation>Weich</translation>
    </message>
    <message>
        <location filename="../../resources/materials/presets.json"/>
        <source>Soft metal, as in graphics</source>
        <translation>Weiches Metall, wie in der Computergrafik</translation>
    </message>
    <message>
        <location filename="../../resources/materials/presets.json"/>
        <source>Soft rubber</source>
        <translation>Weichgummi</translation>
    </message>
    <message>
        <location filename="../../studio/state/law_numbers.py"/>
        <source>Softening</source>
        <translation>Entfestigung</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_doctor.py"/>
        <source>Software drawing</source>
        <translation>Zeichnen per Software</translation>
    </message>
    <message>
        <location filename="../../studio/state/preference_fields.py"/>
        <source>Software: on the CPU, works everywhere</source>
        <translation>Software: auf dem Prozessor, geht überall</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_model.py"/>
        <source>Source</source>
        <translation>Quelle</translation>
    </message>
    <message>
        <location filename="../../studio/views/material/law_form.py"/>
        <source>Source: {source}</source>
        <translation>Quelle: {source}</translation>
    </message>
    <message>
        <location filename="../../render/passes/registry.py"/>
        <location filename="../../studio/controllers/commands/timeline_commands.py"/>
        <location filename="../../studio/state/view_numbers.py"/>
        <location filename="../../studio/views/timeline/timeline_panel.py"/>
        <source>Speed</source>
        <translation>Geschwindigkeit</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/selection_commands.py"/>
        <location filename="../../studio/state/new_things.py"/>
        <location filename="../../studio/state/scene_titles.py"/>
        <source>Sphere</source>
        <translation>Kugel</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/camera_commands.py"/>
        <location filename="../../studio/views/export/export_choices.py"/>
        <source>Spiral</source>
        <translation>Spirale</translation>
    </message>
    <message>
        <location filename="../../studio/views/file_actions.py"/>
        <source>Splat files</source>
        <translation>Splat-Dateien</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/view_commands.py"/>
        <source>Splats</source>
        <translation>Splats</translation>
    </message>
    <message>
        <location filename="../../resources/samples/samples.json"/>
        <source>Sponge</source>
        <translation>Schwamm</translation>
    </message>
    <message>
        <location filename="../../studio/views/material/percentile_row.py"/>
        <source>Spread of {name}</source>
        <translation>Streuung von {name}</translation>
    </message>
    <message>
        <location filename="../../studio/views/material/percentile_row.py"/>
        <source>spread ±</source>
        <translation>Streuung ±</translation>
    </message>
    <message>
        <location filename="../../studio/views/material/percentile_row.py"/>
        <source>spread ×</source>
        <translation>Streuung ×</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_law.py"/>
        <source>Springs back until it yields, then keeps its dents</source>
        <translation>Federt zurück, bis es nachgibt; dann bleiben die Dellen</translation>
    </message>
    <message>
        <location filename="../../studio/views/export/export_choices.py"/>
        <source>Square, 1024 × 1024</source>
        <translation>Quadrat, 1024 × 1024</translation>
    </message>
    <message>
        <location filename="../../studio/views/export/export_choices.py"/>
        <source>Square, 512 × 512</source>
        <translation>Quadrat, 512 × 512</translation>
    </message>
    <message>
        <location filename="../../resources/scenes/templates.json"/>
        <source>Squash</source>
        <translation>Zusammendrücken</translation>
    </message>
    <message>
        <location filename="../../studio/state/preference_fields.py"/>
        <location filename="../../studio/views/export/export_choices.py"/>
        <source>Stage</source>
        <translation>Bühne</translation>
    </message>
    <message>
        <location filename="../../studio/views/export/export_choices.py"/>
        <location filename="../../studio/views/material/simulation_form.py"/>
        <source>Standard</source>
        <translation>Standard</translation>
    </message>
    <message>
        <location filename="../../studio/views/material/simulation_form.py"/>
        <source>Standard: fine, best with a GPU</source>
        <translation>Standard: fein, am besten mit GPU</translation>
    </message>
    <message>
        <location filename="../../studio/state/preference_fields.py"/>
        <source>Standard: for a GPU</source>
        <translation>Standard: für eine GPU</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_history.py"/>
        <location filename="../../studio/views/camera/camera_panel.py"/>
        <source>Start</source>
        <translation>Anfang</translation>
    </message>
    <message>
        <location filename="../../studio/state/preference_fields.py"/>
        <source>Start again after the last frame.</source>
        <translation>Nach dem letzten Bild von vorn beginnen.</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/camera_files_controller.py"/>
        <source>Start camera path: {name}</source>
        <translation>Kamerapfad beginnen: {name}</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/camera_commands.py"/>
        <source>Start from</source>
        <translation>Beginnen mit</translation>
    </message>
    <message>
        <location filename="../../studio/views/camera/camera_panel.py"/>
        <source>Start from a preset</source>
        <translation>Mit einer Vorlage beginnen</translation>
    </message>
    <message>
        <location filename="../../studio/views/export/export_panel.py"/>
        <source>Start from a preset…</source>
        <translation>Mit einer Vorlage beginnen…</translation>
    </message>
    <message>
        <location filename="../../studio/state/preference_fields.py"/>
        <source>Start over after</source>
        <translation>Neu beginnen nach</translation>
    </message>
    <message>
        <location filename="../../studio/views/shell/preferences_page.py"/>
        <source>Start the studio again to use: {names}.</source>
        <translation>Starten Sie das Studio neu, um dies zu nutzen: {names}.</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/doctor_controller.py"/>
        <location filename="../../studio/state/resolve_export.py"/>
        <source>Starting</source>
        <translation>Startet</translation>
    </message>
    <message>
        <location filename="../../studio/state/stage_view.py"/>
        <source>Starting over in {seconds} s</source>
        <translation>Neubeginn in {seconds} s</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_status.py"/>
        <source>Starting the compute process…</source>
        <translation>Der Rechenprozess startet …</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/tools/hand_tool.py"/>
        <location filename="../../studio/state/take_list.py"/>
        <location filename="../../studio/state/take_pair.py"/>
        <source>starting…</source>
        <translation>startet …</translation>
    </message>
    <message>
        <location filename="../../studio/views/camera/key_form.py"/>
        <source>Stay</source>
        <translation>Bleiben</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/selection_commands.py"/>
        <source>Stays where both are (Shift+Ctrl)</source>
        <translation>Bleibt, wo beide sind (Umschalt+Strg)</translation>
    </message>
    <message>
        <location filename="../../studio/views/export/export_choices.py"/>
        <source>Stays where the viewport looks from.</source>
        <translation>Bleibt, wo das Ansichtsfenster hinblickt.</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_camera.py"/>
        <source>Steady</source>
        <translation>Stetig</translation>
    </message>
    <message>
        <location filename="../../resources/materials/examples.json"/>
        <source>steel</source>
        <translation>Stahl</translation>
    </message>
    <message>
        <location filename="../../render/passes/registry.py"/>
        <source>Step to the next frame in the world</source>
        <translation>Schritt zum nächsten Bild in der Welt</translation>
    </message>
    <message>
        <location filename="../../studio/state/scene_fields.py"/>
        <source>Sticks</source>
        <translation>Haftet</translation>
    </message>
    <message>
        <location filename="../../studio/state/preference_fields.py"/>
        <location filename="../../studio/views/material/simulation_form.py"/>
        <source>Stiffness</source>
        <translation>Steifigkeit</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/camera_commands.py"/>
        <source>Still</source>
        <translation>Still</translation>
    </message>
    <message>
        <location filename="../../studio/views/export/export_choices.py"/>
        <source>Still, from the photo's side</source>
        <translation>Still, von der Seite des Fotos</translation>
    </message>
    <message>
        <location filename="../../sim/materials.py"/>
        <source>Stone</source>
        <translation>Stein</translation>
    </message>
    <message>
        <location filename="../../studio/views/doctor/doctor_page.py"/>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <location filename="../../studio/views/main_window.py"/>
        <source>Stop and close</source>
        <translation>Anhalten und schließen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/selection_commands.py"/>
        <source>Stop highlighting</source>
        <translation>Hervorheben beenden</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/learning_commands.py"/>
        <source>Stop learning</source>
        <translation>Lernen abbrechen</translation>
    </message>
    <message>
        <location filename="../../studio/views/document/prompts.py"/>
        <source>Stop searching</source>
        <translation>Suche beenden</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/selection_commands.py"/>
        <source>Stop selecting</source>
        <translation>Auswählen beenden</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/candidate_commands.py"/>
        <source>Stop simulating candidates</source>
        <translation>Simulation der Kandidaten beenden</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/doctor_commands.py"/>
        <source>Stop the doctor</source>
        <translation>Doktor anhalten</translation>
    </message>
    <message>
        <location filename="../../studio/views/candidates/vote_pane.py"/>
        <source>Stop voting</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <location filename="../../studio/state/scene_fields.py"/>
        <location filename="../../studio/state/scene_numbers.py"/>
        <location filename="../../studio/views/timeline/hand_panel.py"/>
        <location filename="../../studio/views/viewport/selection_panel.py"/>
        <source>Strength</source>
        <translation>Stärke</translation>
    </message>
    <message>
        <location filename="../../resources/materials/presets.json"/>
        <source>Structural steel</source>
        <translation>Baustahl</translation>
    </message>
    <message>
        <location filename="../../studio/state/take_record.py"/>
        <source>Substeps</source>
        <translation>Teilschritte</translation>
    </message>
    <message>
        <location filename="../../studio/views/export/export_form.py"/>
        <source>Supersampling</source>
        <translation>Überabtastung</translation>
    </message>
    <message>
        <location filename="../../studio/state/certainty.py"/>
        <source>Sure: {first}</source>
        <translation>Sicher: {first}</translation>
    </message>
    <message>
        <location filename="../../studio/state/scene_fields.py"/>
        <source>Surface</source>
        <translation>Oberfläche</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/camera_commands.py"/>
        <location filename="../../studio/views/export/export_choices.py"/>
        <source>Swing</source>
        <translation>Schwenk</translation>
    </message>
    <message>
        <location filename="../../studio/state/camera_amounts.py"/>
        <source>Swing to either side</source>
        <translation>Schwenk zu beiden Seiten</translation>
    </message>
    <message>
        <location filename="../../studio/state/preference_fields.py"/>
        <source>System</source>
        <translation>System</translation>
    </message>
    <message>
        <location filename="../../studio/doctor_parts.py"/>
        <source>Taichi did not start</source>
        <translation>Taichi ist nicht gestartet</translation>
    </message>
    <message>
        <location filename="../../studio/doctor_parts.py"/>
        <source>Taichi kernels on CUDA</source>
        <translation>Taichi-Kernel auf CUDA</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/candidate_choices_controller.py"/>
        <source>Take candidate back</source>
        <translation>Kandidat zurückholen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/export_commands.py"/>
        <source>Take finished exports off the list</source>
        <translation>Beendete Exporte aus der Liste nehmen</translation>
    </message>
    <message>
        <location filename="../../studio/state/stage_view.py"/>
        <source>Take hold of it and pull</source>
        <translation>Greifen Sie es und ziehen Sie</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/hand_commands.py"/>
        <source>Take in hand</source>
        <translation>In die Hand nehmen</translation>
    </message>
    <message>
        <location filename="../../studio/views/export/queue_list.py"/>
        <source>Take off the list</source>
        <translation>Aus der Liste nehmen</translation>
    </message>
    <message>
        <location filename="../../studio/views/document/prompts.py"/>
        <source>Take over</source>
        <translation>Übernehmen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/presets_controller.py"/>
        <source>Take preset {name}</source>
        <translation>Vorlage {name} nehmen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/learning_commands.py"/>
        <location filename="../../studio/controllers/learning_controller.py"/>
        <source>Take the adapter off</source>
        <translation>Adapter abnehmen</translation>
    </message>
    <message>
        <location filename="../../studio/views/document/prompts.py"/>
        <source>Take the edits back, as one step that can be undone.</source>
        <translation>Die Änderungen zurückholen, als ein Schritt, der sich rückgängig machen lässt.</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/photo_commands.py"/>
        <source>Take the found camera</source>
        <translation>Gefundene Kamera nehmen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/photo_commands.py"/>
        <location filename="../../studio/controllers/photo_controller.py"/>
        <source>Take the found mask</source>
        <translation>Gefundene Maske nehmen</translation>
    </message>
    <message>
        <location filename="../../studio/views/photo/camera_box.py"/>
        <source>Take the found value again</source>
        <translation>Wieder den gefundenen Wert nehmen</translation>
    </message>
    <message>
        <location filename="../../studio/state/condition_reasons.py"/>
        <source>Take the object in hand while it is simulated first.</source>
        <translation>Nehmen Sie zuerst das Objekt während der Simulation in die Hand.</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/material_commands.py"/>
        <location filename="../../studio/controllers/distribution_controller.py"/>
        <source>Take the predicted material</source>
        <translation>Vorhergesagtes Material nehmen</translation>
    </message>
    <message>
        <location filename="../../studio/views/material/curve_editor.py"/>
        <source>Take the predicted {name} again</source>
        <translation>Wieder vorhergesagt: {name}</translation>
    </message>
    <message>
        <location filename="../../studio/views/material/law_form.py"/>
        <source>Take the table's value again</source>
        <translation>Wieder den Wert der Tabelle nehmen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/photo_controller.py"/>
        <source>Take the whole frame</source>
        <translation>Das ganze Bild nehmen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/learning_commands.py"/>
        <source>Take this project's votes alone</source>
        <translation>Nur die Stimmen dieses Projekts nehmen</translation>
    </message>
    <message>
        <location filename="../../studio/views/document/prompts.py"/>
        <source>Take {name}</source>
        <translation>{name} nehmen</translation>
    </message>
    <message>
        <location filename="../../studio/views/timeline/remap_view.py"/>
        <source>Take {seconds:.1f} s</source>
        <translation>Aufnahme {seconds:.1f} s</translation>
    </message>
    <message>
        <location filename="../../studio/views/object_panel.py"/>
        <location filename="../../studio/views/take_list.py"/>
        <source>Takes</source>
        <translation>Aufnahmen</translation>
    </message>
    <message>
        <location filename="../../studio/views/shell/preference_row.py"/>
        <source>Takes effect at the next start.</source>
        <translation>Wirkt ab dem nächsten Start.</translation>
    </message>
    <message>
        <location filename="../../studio/state/view_numbers.py"/>
        <location filename="../../studio/views/camera/key_form.py"/>
        <source>Target</source>
        <translation>Ziel</translation>
    </message>
    <message>
        <location filename="../../studio/views/scene/scene_panel.py"/>
        <source>Template</source>
        <translation>Vorlage</translation>
    </message>
    <message>
        <location filename="../../resources/samples/samples.json"/>
        <source>Tennis ball</source>
        <translation>Tennisball</translation>
    </message>
    <message>
        <location filename="../../studio/state/stage_view.py"/>
        <source>Thank you!</source>
        <translation>Danke!</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/stage_controller.py"/>
        <source>That did not work. Try another photo.</source>
        <translation>Das ging nicht. Versuchen Sie ein anderes Foto.</translation>
    </message>
    <message>
        <location filename="../../studio/state/tour_steps.py"/>
        <source>The bars say how likely each material is, the curves how stiff and heavy it may be. Drag them, or draw a sample.</source>
        <translation>Die Balken sagen, wie wahrscheinlich jedes Material ist, die Kurven, wie steif und schwer es sein kann. Ziehen Sie daran, oder ziehen Sie eine Stichprobe.</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/bodies_controller.py"/>
        <source>The body cannot be stored: {reason}</source>
        <translation>Der Körper kann nicht abgelegt werden: {reason}</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/export_controller.py"/>
        <source>The camera cannot be stored: {reason}</source>
        <translation>Die Kamera lässt sich nicht speichern: {reason}</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/vote_controller.py"/>
        <source>The candidates of this vote are gone.</source>
        <translation>Die Kandidaten dieser Abstimmung sind nicht mehr da.</translation>
    </message>
    <message>
        <location filename="../../studio/views/file_actions.py"/>
        <source>The clipboard holds no picture. Copy a photo or an image file first.</source>
        <translation>Die Zwischenablage enthält kein Bild. Kopieren Sie zuerst ein Foto oder eine Bilddatei.</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_status.py"/>
        <source>The compute process cannot start</source>
        <translation>Der Rechenprozess kann nicht starten</translation>
    </message>
    <message>
        <location filename="../../studio/jobs/runner.py"/>
        <source>The compute process stopped unexpectedly: {reason}.</source>
        <translation>Der Rechenprozess hat unerwartet aufgehört: {reason}.</translation>
    </message>
    <message>
        <location filename="../../studio/state/condition_reasons.py"/>
        <source>The console is empty.</source>
        <translation>Die Konsole ist leer.</translation>
    </message>
    <message>
        <location filename="../../studio/views/shell/preference_row.py"/>
        <source>The documents folder</source>
        <translation>Der Dokumente-Ordner</translation>
    </message>
    <message>
        <location filename="../../studio/state/condition_reasons.py"/>
        <source>The embedded model is chosen.</source>
        <translation>Das eingebaute Modell ist gewählt.</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_comparison.py"/>
        <source>The expressive map softens all materials of a set alike, so that they visibly deform and their order in stiffness is kept.</source>
        <translation>Die ausdrucksvolle Abbildung macht alle Materialien eines Satzes gleichermaßen weicher, sodass sie sich sichtbar verformen und ihre Reihenfolge erhalten bleibt.</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/camera_files_controller.py"/>
        <source>The file has {count} keys; {most} can be edited.</source>
        <translation>Die Datei hat {count} Schlüssel; {most} lassen sich bearbeiten.</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/document_controller.py"/>
        <source>The file's {axis} axis was taken for up.</source>
        <translation>Die Achse {axis} der Datei wurde als oben genommen.</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/hand_controller.py"/>
        <source>The hand has to wait: {title} is running.</source>
        <translation>Die Hand muss warten: {title} läuft.</translation>
    </message>
    <message>
        <location filename="../../studio/views/export/export_choices.py"/>
        <source>The keys of the camera panel, at their times.</source>
        <translation>Die Schlüssel des Kamerabereichs, zu ihren Zeiten.</translation>
    </message>
    <message>
        <location filename="../../studio/views/stage/choice_page.py"/>
        <source>The left one</source>
        <translation>Links</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/candidate_commands.py"/>
        <source>The left one is better (1)</source>
        <translation>Das linke ist besser (1)</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/material_commands.py"/>
        <source>The likeliest</source>
        <translation>Das Wahrscheinlichste</translation>
    </message>
    <message>
        <location filename="../../studio/views/photo/camera_box.py"/>
        <source>The line is taken to lie in the picture plane, as far away as the object's middle.</source>
        <translation>Die Linie wird in der Bildebene angenommen, so weit entfernt wie die Mitte des Objekts.</translation>
    </message>
    <message>
        <location filename="../../studio/state/condition_reasons.py"/>
        <source>The machine is being looked at.</source>
        <translation>Der Rechner wird gerade geprüft.</translation>
    </message>
    <message>
        <location filename="../../studio/state/condition_reasons.py"/>
        <source>The machine is not being looked at.</source>
        <translation>Der Rechner wird nicht geprüft.</translation>
    </message>
    <message>
        <location filename="../../studio/state/condition_reasons.py"/>
        <source>The mask is as it was found.</source>
        <translation>Die Maske ist, wie sie gefunden wurde.</translation>
    </message>
    <message>
        <location filename="../../studio/views/document/prompts.py"/>
        <source>The mask of the photo</source>
        <translation>Die Maske des Fotos</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve.py"/>
        <source>The materials it may be made of appear here when the photo has been analysed.</source>
        <translation>Hier erscheinen die möglichen Materialien, wenn das Foto ausgewertet ist.</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_photo.py"/>
        <source>the model says it</source>
        <translation>das Modell sagt ihn</translation>
    </message>
    <message>
        <location filename="../../studio/doctor_display.py"/>
        <source>the NVIDIA GPU</source>
        <translation>die NVIDIA-GPU</translation>
    </message>
    <message>
        <location filename="../../studio/views/document/prompts.py"/>
        <source>The object (its splats)</source>
        <translation>Das Objekt (seine Splats)</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve.py"/>
        <source>The object appears here as soon as it is reconstructed.</source>
        <translation>Das Objekt erscheint hier, sobald es rekonstruiert ist.</translation>
    </message>
    <message>
        <location filename="../../resources/scenes/templates.json"/>
        <source>The object falls on the ground from its own height.</source>
        <translation>Das Objekt fällt aus seiner eigenen Höhe auf den Boden.</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_photo.py"/>
        <source>The object is as predicted from this.</source>
        <translation>Das Objekt ist, wie hieraus vorhergesagt.</translation>
    </message>
    <message>
        <location filename="../../resources/scenes/templates.json"/>
        <source>The object is thrown in an arc and lands on the ground.</source>
        <translation>Das Objekt wird im Bogen geworfen und landet auf dem Boden.</translation>
    </message>
    <message>
        <location filename="../../studio/state/condition_reasons.py"/>
        <source>The object stands where it stood at first.</source>
        <translation>Das Objekt steht, wo es anfangs stand.</translation>
    </message>
    <message>
        <location filename="../../resources/scenes/templates.json"/>
        <source>The object's foot is held while its top is pulled up, then let go.</source>
        <translation>Der Fuß des Objekts wird gehalten, sein oberer Teil hochgezogen und dann losgelassen.</translation>
    </message>
    <message>
        <location filename="../../studio/views/console/console_panel.py"/>
        <source>The open project is `studio`: studio.takes, studio.simulate("jelly"), studio.run("undo"). Every menu tells its call.</source>
        <translation>Das offene Projekt ist `studio`: studio.takes, studio.simulate("jelly"), studio.run("undo"). Jedes Menü nennt seinen Aufruf.</translation>
    </message>
    <message>
        <location filename="../../studio/views/document/prompts.py"/>
        <source>The other window can then no longer write the project.</source>
        <translation>Das andere Fenster kann dann das Projekt nicht mehr schreiben.</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_camera.py"/>
        <source>The path ends at {end} s, the take at {length} s: videos play it faster.</source>
        <translation>Der Pfad endet bei {end} s, die Aufnahme bei {length} s: Videos spielen sie schneller.</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_photo.py"/>
        <location filename="../../studio/views/document/prompts.py"/>
        <source>The photo</source>
        <translation>Das Foto</translation>
    </message>
    <message>
        <location filename="../../studio/state/condition_reasons.py"/>
        <source>The photo is the only view.</source>
        <translation>Das Foto ist die einzige Ansicht.</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/document_controller.py"/>
        <source>The picture cannot be stored: {reason}</source>
        <translation>Das Bild lässt sich nicht speichern: {reason}</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_doctor.py"/>
        <source>The pictures of a video of 50 frames in 512 × 512 take {seconds:.1f} s.</source>
        <translation>Die Bilder eines Videos mit 50 Bildern in 512 × 512 dauern {seconds:.1f} s.</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/saving_notices.py"/>
        <source>The project on the disk is as it was saved before.</source>
        <translation>Das Projekt auf der Platte ist, wie es zuvor gespeichert wurde.</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/opening_controller.py"/>
        <location filename="../../studio/controllers/saving_notices.py"/>
        <source>The project was not saved: {reason}</source>
        <translation>Das Projekt wurde nicht gespeichert: {reason}</translation>
    </message>
    <message>
        <location filename="../../studio/views/stage/choice_page.py"/>
        <source>The right one</source>
        <translation>Rechts</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/candidate_commands.py"/>
        <source>The right one is better (2)</source>
        <translation>Das rechte ist besser (2)</translation>
    </message>
    <message>
        <location filename="../../studio/state/stage_view.py"/>
        <source>The same object, made of two materials that fit the photo</source>
        <translation>Dasselbe Objekt aus zwei Materialien, die zum Foto passen</translation>
    </message>
    <message>
        <location filename="../../studio/views/material/sample_section.py"/>
        <source>The same seed draws the same samples</source>
        <translation>Dieselbe Startzahl zieht dieselben Stichproben</translation>
    </message>
    <message>
        <location filename="../../studio/views/material/curve_tips.py"/>
        <source>The shown take ran with {value}</source>
        <translation>Die gezeigte Aufnahme lief mit {value}</translation>
    </message>
    <message>
        <location filename="../../studio/views/timeline/hand_panel.py"/>
        <source>The simulation begins…</source>
        <translation>Die Simulation beginnt …</translation>
    </message>
    <message>
        <location filename="../../studio/views/export/export_choices.py"/>
        <source>The smallest; browsers and recent devices play it.</source>
        <translation>Das kleinste; Browser und neuere Geräte spielen es.</translation>
    </message>
    <message>
        <location filename="../../studio/views/welcome_view.py"/>
        <source>The studio rebuilds the object, predicts what it is made of, and lets it fall.</source>
        <translation>Das Studio baut das Objekt nach, sagt vorher, woraus es besteht, und lässt es fallen.</translation>
    </message>
    <message>
        <location filename="../../studio/doctor_display.py"/>
        <source>the system lists none</source>
        <translation>Das System nennt keine</translation>
    </message>
    <message>
        <location filename="../../studio/views/export/export_choices.py"/>
        <source>The time curve that is drawn there.</source>
        <translation>Die Zeitkurve, die dort gezeichnet ist.</translation>
    </message>
    <message>
        <location filename="../../studio/views/export/export_form.py"/>
        <source>The timeline has no time curve.</source>
        <translation>Die Zeitleiste hat keine Zeitkurve.</translation>
    </message>
    <message>
        <location filename="../../studio/views/export/export_panel.py"/>
        <source>The video takes up to {size} and the disk has {free} left.</source>
        <translation>Das Video braucht bis zu {size}, und auf dem Datenträger sind {free} frei.</translation>
    </message>
    <message>
        <location filename="../../studio/jobs/view_runner.py"/>
        <source>The view process keeps stopping: {reason}. It is restarted in {seconds} s; if it happens again, run `phys4d-studio doctor`.</source>
        <translation>Der Bildprozess hört immer wieder auf: {reason}. Er wird in {seconds} s neu gestartet; wenn es wieder geschieht, rufen Sie `phys4d-studio doctor` auf.</translation>
    </message>
    <message>
        <location filename="../../studio/jobs/view_runner.py"/>
        <source>The view process stopped ({reason}); try again.</source>
        <translation>Der Bildprozess hat aufgehört ({reason}); versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/vote_controller.py"/>
        <source>The vote could not be stored: {reason}</source>
        <translation>Die Stimme konnte nicht gespeichert werden: {reason}</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/learning_controller.py"/>
        <source>The votes of this project are taken already.</source>
        <translation>Die Stimmen dieses Projekts werden schon verwendet.</translation>
    </message>
    <message>
        <location filename="../../studio/state/preference_fields.py"/>
        <source>Theme</source>
        <translation>Farbschema</translation>
    </message>
    <message>
        <location filename="../../studio/state/condition_reasons.py"/>
        <source>There are no colliders, forces or further bodies.</source>
        <translation>Es gibt weder Hindernisse noch Kräfte noch weitere Körper.</translation>
    </message>
    <message>
        <location filename="../../studio/state/condition_reasons.py"/>
        <source>There are no frames yet.</source>
        <translation>Es gibt noch keine Bilder.</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/camera_path_controller.py"/>
        <source>There is no camera key at the playhead; select one first.</source>
        <translation>An der Abspielmarke ist kein Kameraschlüssel; wählen Sie zuerst einen.</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/export_controller.py"/>
        <source>there is no camera path; add keys in the camera panel</source>
        <translation>es gibt keinen Kamerapfad; fügen Sie im Kamerabereich Schlüssel hinzu</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/tools/floor_tool.py"/>
        <source>There is no object there; click on the object itself.</source>
        <translation>Dort ist kein Objekt; klicken Sie auf das Objekt selbst.</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/camera_files_controller.py"/>
        <location filename="../../studio/state/condition_reasons.py"/>
        <source>There is no object to frame yet.</source>
        <translation>Noch ist kein Objekt da, das ins Bild passen könnte.</translation>
    </message>
    <message>
        <location filename="../../studio/state/scene_problems.py"/>
        <source>There is no object; open a photo, a splat file or a project.</source>
        <translation>Es gibt kein Objekt; öffnen Sie ein Foto, eine Splat-Datei oder ein Projekt.</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/presets_controller.py"/>
        <source>There is no preset {name}.</source>
        <translation>Es gibt keine Vorlage {name}.</translation>
    </message>
    <message>
        <location filename="../../studio/state/condition_reasons.py"/>
        <source>There is nothing to redo.</source>
        <translation>Es gibt nichts zu wiederholen.</translation>
    </message>
    <message>
        <location filename="../../studio/state/condition_reasons.py"/>
        <source>There is nothing to undo.</source>
        <translation>Es gibt nichts rückgängig zu machen.</translation>
    </message>
    <message>
        <location filename="../../studio/views/shell/keys_page.py"/>
        <source>These keys are free.</source>
        <translation>Diese Tasten sind frei.</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/saving_notices.py"/>
        <source>They are kept in memory and tried again every two seconds. Free some space, or save the project in another place.</source>
        <translation>Sie bleiben im Speicher und werden alle zwei Sekunden neu geschrieben. Schaffen Sie Platz, oder speichern Sie das Projekt an einem anderen Ort.</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_model.py"/>
        <source>This checkpoint holds its own DINOv3: leave the file of weights out.</source>
        <translation>Dieser Checkpoint enthält sein eigenes DINOv3: Lassen Sie die Datei mit den Gewichten weg.</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_model.py"/>
        <source>This file holds no PhysGM network; choose another.</source>
        <translation>Diese Datei enthält kein PhysGM-Netz; wählen Sie eine andere.</translation>
    </message>
    <message>
        <location filename="../../studio/views/export/export_choices.py"/>
        <source>This format has no transparency; choose VP9, ProRes, GIF, PNG or EXR.</source>
        <translation>Dieses Format kennt keine Transparenz; wählen Sie VP9, ProRes, GIF, PNG oder EXR.</translation>
    </message>
    <message>
        <location filename="../../studio/state/condition_reasons.py"/>
        <source>This is not possible now.</source>
        <translation>Das geht gerade nicht.</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/placement_controller.py"/>
        <source>This is the floor</source>
        <translation>Das ist der Boden</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/placement_commands.py"/>
        <source>This is the floor: three points</source>
        <translation>Das ist der Boden: drei Punkte</translation>
    </message>
    <message>
        <location filename="../../studio/views/material/certainty_head.py"/>
        <source>This object came without a photo. Take a preset or a law, or drag the values.</source>
        <translation>Dieses Objekt kam ohne Foto. Nehmen Sie eine Vorlage oder ein Gesetz, oder ziehen Sie an den Werten.</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_photo.py"/>
        <source>This object comes from a splat file and has no photo.</source>
        <translation>Dieses Objekt kommt aus einer Splat-Datei und hat kein Foto.</translation>
    </message>
    <message>
        <location filename="../../studio/views/document/prompts.py"/>
        <source>This project is already open</source>
        <translation>Dieses Projekt ist schon geöffnet</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/saving_notices.py"/>
        <source>This project is open read-only. Save it under another name.</source>
        <translation>Dieses Projekt ist schreibgeschützt geöffnet. Speichern Sie es unter einem anderen Namen.</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_photo.py"/>
        <source>This project is open read-only: its photo can be looked at.</source>
        <translation>Dieses Projekt ist nur zum Lesen offen: sein Foto kann angesehen werden.</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_learning.py"/>
        <source>This project is open read-only: save it elsewhere to learn from its votes.</source>
        <translation>Dieses Projekt ist nur zum Lesen geöffnet: Speichern Sie es anderswo, um aus seinen Stimmen zu lernen.</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_doctor.py"/>
        <source>Threads</source>
        <translation>Threads</translation>
    </message>
    <message>
        <location filename="../../resources/scenes/templates.json"/>
        <source>Throw</source>
        <translation>Werfen</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_doctor.py"/>
        <source>TIFF photos</source>
        <translation>TIFF-Fotos</translation>
    </message>
    <message>
        <location filename="../../studio/state/scene_numbers.py"/>
        <location filename="../../studio/views/camera/camera_panel.py"/>
        <location filename="../../studio/views/camera/key_form.py"/>
        <location filename="../../studio/views/export/export_form.py"/>
        <location filename="../../studio/views/timeline/key_strip.py"/>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/timeline_commands.py"/>
        <source>Time remap</source>
        <translation>Zeitverlauf</translation>
    </message>
    <message>
        <location filename="../../studio/state/preference_fields.py"/>
        <source>Time without a visitor after which the stage shows its loop again.</source>
        <translation>Zeit ohne Besucher, nach der die Bühne wieder ihre Schleife zeigt.</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/window_commands.py"/>
        <location filename="../../studio/views/docks.py"/>
        <location filename="../../studio/views/timeline/timeline_panel.py"/>
        <location filename="../../studio/views/timeline/timeline_track.py"/>
        <source>Timeline</source>
        <translation>Zeitleiste</translation>
    </message>
    <message>
        <location filename="../../studio/views/export/export_choices.py"/>
        <source>To and fro</source>
        <translation>Hin und zurück</translation>
    </message>
    <message>
        <location filename="../../studio/views/timeline/remap_view.py"/>
        <source>To the right the film, upwards the take: drag points, double-click to add one, Delete to remove it</source>
        <translation>Nach rechts der Film, nach oben die Aufnahme: Punkte ziehen, Doppelklick setzt einen, Entf löscht ihn</translation>
    </message>
    <message>
        <location filename="../../studio/views/timeline/hand_panel.py"/>
        <source>Too slow to feel: what the hand begins next is a sketch. Motion stays true; only detail is less.</source>
        <translation>Zu langsam zum Fühlen: Was die Hand als Nächstes beginnt, ist eine Skizze. Die Bewegung bleibt wahr, nur Einzelheiten fehlen.</translation>
    </message>
    <message>
        <location filename="../../studio/views/viewport/selection_panel.py"/>
        <location filename="../../studio/views/viewport/tool_strip.py"/>
        <source>Tools</source>
        <translation>Werkzeuge</translation>
    </message>
    <message>
        <location filename="../../studio/state/axis_views.py"/>
        <source>Top</source>
        <translation>Oben</translation>
    </message>
    <message>
        <location filename="../../studio/views/shell/tour.py"/>
        <source>Tour</source>
        <translation>Rundgang</translation>
    </message>
    <message>
        <location filename="../../resources/samples/samples.json"/>
        <source>Toy bull</source>
        <translation>Spielzeugstier</translation>
    </message>
    <message>
        <location filename="../../resources/samples/samples.json"/>
        <source>Toy dinosaur</source>
        <translation>Spielzeugdinosaurier</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/candidate_commands.py"/>
        <source>Trajectories of A and B</source>
        <translation>Bahnen von A und B</translation>
    </message>
    <message>
        <location filename="../../studio/views/export/export_choices.py"/>
        <source>Transparent</source>
        <translation>Transparent</translation>
    </message>
    <message>
        <location filename="../../studio/state/export_presets.py"/>
        <source>Transparent video</source>
        <translation>Transparentes Video</translation>
    </message>
    <message>
        <location filename="../../studio/state/scene_fields.py"/>
        <source>Travels</source>
        <translation>Weg</translation>
    </message>
    <message>
        <location filename="../../studio/views/export/queue_list.py"/>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/placement_commands.py"/>
        <location filename="../../studio/state/scene_fields.py"/>
        <location filename="../../studio/state/scene_numbers.py"/>
        <location filename="../../studio/views/help_dialogs.py"/>
        <location filename="../../studio/views/timeline/key_strip.py"/>
        <location filename="../../studio/views/viewport/placement_panel.py"/>
        <source>Turn</source>
        <translation>Drehung</translation>
    </message>
    <message>
        <location filename="../../studio/state/stage_view.py"/>
        <source>Turn a photo into something you can touch</source>
        <translation>Machen Sie aus einem Foto etwas zum Anfassen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/camera_path_controller.py"/>
        <source>Turn camera</source>
        <translation>Kamera drehen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/collider_keys_controller.py"/>
        <source>Turn collider key</source>
        <translation>Schlüssel des Hindernisses drehen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/viewport_commands.py"/>
        <source>Turn down</source>
        <translation>Nach unten drehen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/viewport_commands.py"/>
        <source>Turn left</source>
        <translation>Nach links drehen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/placement_controller.py"/>
        <source>Turn object</source>
        <translation>Objekt drehen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/placement_controller.py"/>
        <source>Turn object over</source>
        <translation>Objekt umdrehen</translation>
    </message>
    <message>
        <location filename="../../studio/views/photo/camera_box.py"/>
        <source>Turn of the camera, clockwise for the photographer</source>
        <translation>Drehung der Kamera, im Uhrzeigersinn für den Fotografen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/placement_commands.py"/>
        <source>Turn over</source>
        <translation>Umdrehen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/viewport_commands.py"/>
        <source>Turn right</source>
        <translation>Nach rechts drehen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/viewport_commands.py"/>
        <source>Turn round what is under the pointer</source>
        <translation>Um das drehen, was unter dem Zeiger ist</translation>
    </message>
    <message>
        <location filename="../../studio/state/tour_steps.py"/>
        <source>Turn the object</source>
        <translation>Das Objekt drehen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/viewport_commands.py"/>
        <source>Turn up</source>
        <translation>Nach oben drehen</translation>
    </message>
    <message>
        <location filename="../../studio/state/scene_fields.py"/>
        <location filename="../../studio/state/scene_numbers.py"/>
        <source>Turning</source>
        <translation>Drehung</translation>
    </message>
    <message>
        <location filename="../../studio/state/camera_amounts.py"/>
        <source>Turns</source>
        <translation>Dreht sich</translation>
    </message>
    <message>
        <location filename="../../studio/state/scene_fields.py"/>
        <source>Turns about</source>
        <translation>Dreht sich um</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/camera_commands.py"/>
        <location filename="../../studio/state/export_presets.py"/>
        <location filename="../../studio/views/export/export_choices.py"/>
        <source>Turntable</source>
        <translation>Drehteller</translation>
    </message>
    <message>
        <location filename="../../studio/views/export/export_choices.py"/>
        <source>Twice as wide as high, for headsets.</source>
        <translation>Doppelt so breit wie hoch, für VR-Brillen.</translation>
    </message>
    <message>
        <location filename="../../studio/state/condition_reasons.py"/>
        <source>Two finished candidates are needed to vote.</source>
        <translation>Zum Abstimmen braucht es zwei fertige Kandidaten.</translation>
    </message>
    <message>
        <location filename="../../studio/state/take_pair.py"/>
        <source>Two takes on one clock</source>
        <translation>Zwei Aufnahmen auf einer Uhr</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/timeline_commands.py"/>
        <source>Type a time remap…</source>
        <translation>Zeitverlauf eingeben …</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/document_commands.py"/>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <location filename="../../studio/state/preference_fields.py"/>
        <source>Undo memory</source>
        <translation>Speicher für Rückgängig</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/edit_controller.py"/>
        <source>Undo: {label}</source>
        <translation>Rückgängig: {label}</translation>
    </message>
    <message>
        <location filename="../../studio/state/certainty.py"/>
        <source>Unfamiliar picture ({percent} % novelty): it is unlike the objects that materials were learned from, so check the material before you rely on it.</source>
        <translation>Ungewohntes Bild ({percent} % neu): Es gleicht den Gegenständen nicht, an denen Materialien gelernt wurden; prüfen Sie das Material, bevor Sie sich darauf verlassen.</translation>
    </message>
    <message>
        <location filename="../../studio/views/take_list.py"/>
        <source>unfolded</source>
        <translation>aufgeklappt</translation>
    </message>
    <message>
        <location filename="../../studio/doctor_machine.py"/>
        <source>unknown on this system</source>
        <translation>auf diesem System unbekannt</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/selection_controller.py"/>
        <source>Unlock</source>
        <translation>Entsperren</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/selection_commands.py"/>
        <source>Unlock all</source>
        <translation>Alle entsperren</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/distribution_controller.py"/>
        <source>Unlock {name}</source>
        <translation>{name} entsperren</translation>
    </message>
    <message>
        <location filename="../../studio/jobs/project_archive.py"/>
        <source>Unpacking</source>
        <translation>Auspacken</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/document_controller.py"/>
        <source>Unpacking {name}</source>
        <translation>{name} wird ausgepackt</translation>
    </message>
    <message>
        <location filename="../../studio/views/document/prompts.py"/>
        <source>Unsaved edits, newest first</source>
        <translation>Ungespeicherte Änderungen, neueste zuerst</translation>
    </message>
    <message>
        <location filename="../../studio/doctor_display.py"/>
        <source>unset these to let the graphics card draw</source>
        <translation>Löschen Sie diese Variablen, damit die Grafikkarte zeichnet</translation>
    </message>
    <message>
        <location filename="../../studio/state/scene_fields.py"/>
        <source>Until</source>
        <translation>Bis</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/camera_commands.py"/>
        <location filename="../../studio/views/export/export_choices.py"/>
        <source>Up</source>
        <translation>Nach oben</translation>
    </message>
    <message>
        <location filename="../../studio/state/export_presets.py"/>
        <location filename="../../studio/views/export/export_choices.py"/>
        <source>USD</source>
        <translation>USD</translation>
    </message>
    <message>
        <location filename="../../studio/views/camera/camera_files.py"/>
        <source>USD camera</source>
        <translation>USD-Kamera</translation>
    </message>
    <message>
        <location filename="../../studio/views/candidates/candidate_cell.py"/>
        <source>Use</source>
        <translation>Nehmen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/photo_commands.py"/>
        <source>Use the embedded model</source>
        <translation>Das eingebaute Modell verwenden</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/photo_commands.py"/>
        <location filename="../../studio/controllers/photo_views_controller.py"/>
        <source>Use the photo alone</source>
        <translation>Nur das Foto verwenden</translation>
    </message>
    <message>
        <location filename="../../studio/views/shell/keys_page.py"/>
        <source>Used by {commands}; setting them takes them away there.</source>
        <translation>Benutzt von {commands}; das Setzen nimmt sie dort weg.</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_photo.py"/>
        <source>usual: {angle}</source>
        <translation>üblich: {angle}</translation>
    </message>
    <message>
        <location filename="../../studio/views/viewport/selection_panel.py"/>
        <source>Value of the histogram</source>
        <translation>Größe des Histogramms</translation>
    </message>
    <message>
        <location filename="../../studio/views/scene/scene_panel.py"/>
        <source>Values of what is chosen</source>
        <translation>Werte des Gewählten</translation>
    </message>
    <message>
        <location filename="../../studio/state/scene_fields.py"/>
        <source>Vanishes</source>
        <translation>Verschwindet</translation>
    </message>
    <message>
        <location filename="../../studio/state/scene_fields.py"/>
        <source>Vanishes at</source>
        <translation>Verschwindet bei</translation>
    </message>
    <message>
        <location filename="../../studio/state/scene_fields.py"/>
        <location filename="../../studio/state/scene_numbers.py"/>
        <source>Velocity</source>
        <translation>Geschwindigkeit</translation>
    </message>
    <message>
        <location filename="../../studio/views/photo/camera_box.py"/>
        <source>Vertical angle that the photo takes in</source>
        <translation>Senkrechter Winkel, den das Foto erfasst</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_doctor.py"/>
        <source>Video and photo formats</source>
        <translation>Video- und Fotoformate</translation>
    </message>
    <message>
        <location filename="../../studio/views/export/export_choices.py"/>
        <source>Video: AV1</source>
        <translation>Video: AV1</translation>
    </message>
    <message>
        <location filename="../../studio/views/export/export_choices.py"/>
        <source>Video: H.264</source>
        <translation>Video: H.264</translation>
    </message>
    <message>
        <location filename="../../studio/views/export/export_choices.py"/>
        <source>Video: H.265</source>
        <translation>Video: H.265</translation>
    </message>
    <message>
        <location filename="../../studio/views/export/export_choices.py"/>
        <source>Video: ProRes 4444, transparent</source>
        <translation>Video: ProRes 4444, transparent</translation>
    </message>
    <message>
        <location filename="../../studio/views/export/export_choices.py"/>
        <source>Video: VP9</source>
        <translation>Video: VP9</translation>
    </message>
    <message>
        <location filename="../../studio/views/export/export_choices.py"/>
        <source>Video: VP9, transparent</source>
        <translation>Video: VP9, transparent</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/view_commands.py"/>
        <location filename="../../studio/controllers/commands/viewport_commands.py"/>
        <source>View</source>
        <translation>Ansicht</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/viewport_commands.py"/>
        <location filename="../../studio/views/viewport/view_cube.py"/>
        <source>View cube</source>
        <translation>Ansichtswürfel</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_scene.py"/>
        <source>View {key}</source>
        <translation>Ansicht {key}</translation>
    </message>
    <message>
        <location filename="../../studio/state/preference_fields.py"/>
        <location filename="../../studio/views/viewport_widget.py"/>
        <source>Viewport</source>
        <translation>Ansichtsfenster</translation>
    </message>
    <message>
        <location filename="../../studio/views/photo/photo_panel.py"/>
        <source>Views</source>
        <translation>Ansichten</translation>
    </message>
    <message>
        <location filename="../../studio/state/law_numbers.py"/>
        <source>Viscosity</source>
        <translation>Viskosität</translation>
    </message>
    <message>
        <location filename="../../render/passes/registry.py"/>
        <source>Von Mises stress</source>
        <translation>Von-Mises-Spannung</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/candidate_commands.py"/>
        <source>Vote</source>
        <translation>Abstimmen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/candidate_commands.py"/>
        <location filename="../../studio/views/candidates/gallery_bar.py"/>
        <source>Vote blind</source>
        <translation>Blind abstimmen</translation>
    </message>
    <message>
        <location filename="../../studio/state/condition_reasons.py"/>
        <source>Vote first; then the candidates are shown.</source>
        <translation>Stimmen Sie erst ab; dann werden die Kandidaten gezeigt.</translation>
    </message>
    <message>
        <location filename="../../studio/state/condition_reasons.py"/>
        <source>Vote on five pairs of candidates of a photo first, or add votes.</source>
        <translation>Stimmen Sie zuerst über fünf Kandidatenpaare eines Fotos ab, oder fügen Sie Stimmen hinzu.</translation>
    </message>
    <message>
        <location filename="../../studio/views/candidates/learn_panel.py"/>
        <location filename="../../studio/views/photo/file_prompts.py"/>
        <source>Votes</source>
        <translation>Stimmen</translation>
    </message>
    <message>
        <location filename="../../studio/views/candidates/learn_panel.py"/>
        <source>Votes and adapters</source>
        <translation>Stimmen und Adapter</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/vote_controller.py"/>
        <source>Votes will not say what they are about: {reason}</source>
        <translation>Abstimmungen werden nicht sagen, worum es geht: {reason}</translation>
    </message>
    <message>
        <location filename="../../studio/state/gallery_view.py"/>
        <source>Votes: {count}</source>
        <translation>Stimmen: {count}</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/stage_controller.py"/>
        <source>Wait until {job} has ended, or cancel it; then present.</source>
        <translation>Warten Sie, bis {job} beendet ist, oder brechen Sie ab; dann vorführen.</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_activity.py"/>
        <source>Waiting</source>
        <translation>Wartet</translation>
    </message>
    <message>
        <location filename="../../studio/state/gallery_view.py"/>
        <location filename="../../studio/state/resolve_learning.py"/>
        <source>Waiting for its turn</source>
        <translation>Wartet, bis es dran ist</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/job_controller.py"/>
        <source>Waiting for the worker</source>
        <translation>Wartet auf den Rechenprozess</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_export.py"/>
        <source>Waits</source>
        <translation>Wartet</translation>
    </message>
    <message>
        <location filename="../../studio/views/shell/log_panel.py"/>
        <source>Warnings</source>
        <translation>Warnungen</translation>
    </message>
    <message>
        <location filename="../../studio/views/shell/notices_panel.py"/>
        <source>Warnings and errors</source>
        <translation>Warnungen und Fehler</translation>
    </message>
    <message>
        <location filename="../../studio/state/tour_steps.py"/>
        <source>Watch it move</source>
        <translation>Der Bewegung zusehen</translation>
    </message>
    <message>
        <location filename="../../resources/materials/presets.json"/>
        <source>Water</source>
        <translation>Wasser</translation>
    </message>
    <message>
        <location filename="../../resources/materials/examples.json"/>
        <source>water</source>
        <translation>Wasser</translation>
    </message>
    <message>
        <location filename="../../studio/views/camera/key_form.py"/>
        <source>Way to the next key</source>
        <translation>Weg zum nächsten Schlüssel</translation>
    </message>
    <message>
        <location filename="../../studio/views/export/export_choices.py"/>
        <source>Web page</source>
        <translation>Webseite</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_doctor.py"/>
        <source>WebP photos</source>
        <translation>WebP-Fotos</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_model.py"/>
        <source>Weights</source>
        <translation>Gewichte</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_model.py"/>
        <source>weights alone: {sizes}</source>
        <translation>allein die Gewichte: {sizes}</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/help_commands.py"/>
        <source>Welcome page</source>
        <translation>Startseite</translation>
    </message>
    <message>
        <location filename="../../studio/views/viewport/tool_strip.py"/>
        <source>What a choice does</source>
        <translation>Was eine Wahl bewirkt</translation>
    </message>
    <message>
        <location filename="../../studio/state/preference_fields.py"/>
        <source>What draws the Gaussians.</source>
        <translation>Womit die Gaußschen gezeichnet werden.</translation>
    </message>
    <message>
        <location filename="../../studio/state/preference_fields.py"/>
        <source>What is behind the object in new windows.</source>
        <translation>Was in neuen Fenstern hinter dem Objekt ist.</translation>
    </message>
    <message>
        <location filename="../../studio/views/viewport/pass_box.py"/>
        <source>What is shown</source>
        <translation>Was gezeigt wird</translation>
    </message>
    <message>
        <location filename="../../studio/views/viewport/pass_box.py"/>
        <source>What is shown of the object</source>
        <translation>Was vom Objekt gezeigt wird</translation>
    </message>
    <message>
        <location filename="../../studio/views/timeline/hand_panel.py"/>
        <source>What it does</source>
        <translation>Was sie tut</translation>
    </message>
    <message>
        <location filename="../../studio/state/tour_steps.py"/>
        <source>What it may be made of</source>
        <translation>Woraus es sein kann</translation>
    </message>
    <message>
        <location filename="../../studio/views/camera/key_form.py"/>
        <source>What the camera looks at</source>
        <translation>Worauf die Kamera blickt</translation>
    </message>
    <message>
        <location filename="../../studio/views/material/curve_legend.py"/>
        <source>What the marks of the curves mean</source>
        <translation>Was die Zeichen der Kurven bedeuten</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/doctor_commands.py"/>
        <location filename="../../studio/controllers/job_controller.py"/>
        <source>What this machine can do</source>
        <translation>Was dieser Rechner kann</translation>
    </message>
    <message>
        <location filename="../../studio/views/doctor/doctor_page.py"/>
        <source>What this machine can do, what it lacks, and what helps. Nothing is sent.</source>
        <translation>Was dieser Rechner kann, was ihm fehlt und was hilft. Nichts wird versandt.</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/photo_prediction.py"/>
        <source>What was selected, hidden, locked or deleted was part of the old object.</source>
        <translation>Was gewählt, verborgen, gesperrt oder gelöscht war, gehörte zum alten Objekt.</translation>
    </message>
    <message>
        <location filename="../../studio/views/document/history_panel.py"/>
        <source>What you change is listed here. Choose a line to go back to it.</source>
        <translation>Hier steht, was Sie ändern. Wählen Sie eine Zeile, um zu ihr zurückzugehen.</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/saving_notices.py"/>
        <source>What you do from now on is not written to the project.</source>
        <translation>Was Sie von nun an tun, wird nicht ins Projekt geschrieben.</translation>
    </message>
    <message>
        <location filename="../../studio/views/help_dialogs.py"/>
        <source>wheel, Ctrl+middle drag</source>
        <translation>Rad, Strg+mitte ziehen</translation>
    </message>
    <message>
        <location filename="../../studio/state/stage_view.py"/>
        <location filename="../../studio/views/candidates/vote_pane.py"/>
        <source>Which one moves more like the real thing?</source>
        <translation>Welches bewegt sich eher wie in Wirklichkeit?</translation>
    </message>
    <message>
        <location filename="../../studio/views/export/export_choices.py"/>
        <source>White</source>
        <translation>Weiß</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/photo_commands.py"/>
        <source>Whole frame</source>
        <translation>Ganzes Bild</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/viewport_commands.py"/>
        <source>Wider lens</source>
        <translation>Weiteres Objektiv</translation>
    </message>
    <message>
        <location filename="../../studio/views/export/export_form.py"/>
        <source>Width</source>
        <translation>Breite</translation>
    </message>
    <message>
        <location filename="../../resources/scenes/templates.json"/>
        <location filename="../../studio/state/new_things.py"/>
        <location filename="../../studio/state/scene_titles.py"/>
        <source>Wind</source>
        <translation>Wind</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/stage_commands.py"/>
        <location filename="../../studio/controllers/commands/window_commands.py"/>
        <source>Window</source>
        <translation>Fenster</translation>
    </message>
    <message>
        <location filename="../../studio/views/candidates/gallery_bar.py"/>
        <source>Wipe</source>
        <translation>Wischen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/candidate_commands.py"/>
        <source>Wipe between A and B</source>
        <translation>Zwischen A und B wischen</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_photo.py"/>
        <source>With several views these numbers are for the photo; the others have their own.</source>
        <translation>Bei mehreren Ansichten gelten diese Zahlen für das Foto; die anderen haben eigene.</translation>
    </message>
    <message>
        <location filename="../../studio/views/export/export_choices.py"/>
        <source>Without vanishing points.</source>
        <translation>Ohne Fluchtpunkte.</translation>
    </message>
    <message>
        <location filename="../../sim/materials.py"/>
        <source>Wood</source>
        <translation>Holz</translation>
    </message>
    <message>
        <location filename="../../resources/materials/examples.json"/>
        <source>wood</source>
        <translation>Holz</translation>
    </message>
    <message>
        <location filename="../../resources/materials/presets.json"/>
        <source>Wood (Douglas fir)</source>
        <translation>Holz (Douglasie)</translation>
    </message>
    <message>
        <location filename="../../resources/samples/samples.json"/>
        <source>Wood block</source>
        <translation>Holzblock</translation>
    </message>
    <message>
        <location filename="../../studio/state/tour_steps.py"/>
        <source>Work runs in the background. This strip shows how far it is and how long it still takes, and any job can be cancelled.</source>
        <translation>Arbeit läuft im Hintergrund. Dieser Streifen zeigt, wie weit sie ist und wie lange sie noch dauert; jeder Auftrag lässt sich abbrechen.</translation>
    </message>
    <message>
        <location filename="../../studio/views/document/prompts.py"/>
        <source>Work without them</source>
        <translation>Ohne sie arbeiten</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_scene.py"/>
        <source>World</source>
        <translation>Welt</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/candidate_choices_controller.py"/>
        <source>Write a note</source>
        <translation>Notiz schreiben</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/candidate_commands.py"/>
        <source>Write a note…</source>
        <translation>Notiz schreiben …</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/console_commands.py"/>
        <source>Write the calls of used commands</source>
        <translation>Aufrufe benutzter Befehle mitschreiben</translation>
    </message>
    <message>
        <location filename="../../render/clips/keyed_writer.py"/>
        <source>Writing the clip</source>
        <translation>Der Clip wird geschrieben</translation>
    </message>
    <message>
        <location filename="../../render/formats/byte_files.py"/>
        <location filename="../../render/formats/spz.py"/>
        <location filename="../../render/formats/usd.py"/>
        <source>Writing the file</source>
        <translation>Die Datei wird geschrieben</translation>
    </message>
    <message>
        <location filename="../../render/clips/usd_clip.py"/>
        <source>Writing the moving scene</source>
        <translation>Die bewegte Szene wird geschrieben</translation>
    </message>
    <message>
        <location filename="../../render/clips/ply_sequence.py"/>
        <source>Writing the sequence</source>
        <translation>Die Folge wird geschrieben</translation>
    </message>
    <message>
        <location filename="../../studio/jobs/splat_files.py"/>
        <source>Writing the splats</source>
        <translation>Splats werden geschrieben</translation>
    </message>
    <message>
        <location filename="../../studio/jobs/sweep.py"/>
        <source>Writing the table</source>
        <translation>Die Tabelle wird geschrieben</translation>
    </message>
    <message>
        <location filename="../../sim/imported_take.py"/>
        <source>Writing the take</source>
        <translation>Die Aufnahme wird geschrieben</translation>
    </message>
    <message>
        <location filename="../../studio/state/law_numbers.py"/>
        <source>Yield stress</source>
        <translation>Fließspannung</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_law.py"/>
        <source>Yields easily and keeps its new shape</source>
        <translation>Gibt leicht nach und behält die neue Form</translation>
    </message>
    <message>
        <location filename="../../render/passes/registry.py"/>
        <location filename="../../studio/state/quantities.py"/>
        <source>Young's modulus</source>
        <translation>Elastizitätsmodul</translation>
    </message>
    <message>
        <location filename="../../studio/state/stage_view.py"/>
        <source>Your choice helps the studio to learn how things really move.</source>
        <translation>Ihre Wahl hilft dem Studio zu lernen, wie sich Dinge wirklich bewegen.</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/saving_controller.py"/>
        <source>Your edits are on the disk again.</source>
        <translation>Ihre Änderungen sind wieder auf der Platte.</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/saving_notices.py"/>
        <source>Your edits cannot be written to the disk: {reason}</source>
        <translation>Ihre Änderungen lassen sich nicht auf die Platte schreiben: {reason}</translation>
    </message>
    <message>
        <location filename="../../studio/views/stage/object_page.py"/>
        <source>Your object</source>
        <translation>Ihr Objekt</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/camera_path_controller.py"/>
        <source>Zoom camera</source>
        <translation>Kamera zoomen</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/photo_marks.py"/>
        <source>{angle:.1f}° down</source>
        <translation>{angle:.1f}° abwärts</translation>
    </message>
    <message>
        <location filename="../../studio/state/certainty.py"/>
        <source>{bits} bit, like {count} equal choices</source>
        <translation>{bits} bit, wie {count} gleiche Möglichkeiten</translation>
    </message>
    <message>
        <location filename="../../studio/state/take_pair.py"/>
        <source>{branch} left {origin} at frame {frame}: the same until there</source>
        <translation>{branch} verließ {origin} bei Bild {frame}: bis dahin gleich</translation>
    </message>
    <message>
        <location filename="../../studio/doctor_display.py"/>
        <source>{cards}; chosen by {variables}</source>
        <translation>{cards}; gewählt durch {variables}</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_selection.py"/>
        <source>{chosen} of {count} Gaussians selected</source>
        <translation>{chosen} von {count} Gaußschen ausgewählt</translation>
    </message>
    <message numerus="yes">
        <location filename="../../studio/state/take_list.py"/>
        <source>{count} candidates</source>
        <translation>
            <numerusform>{count} Kandidat</numerusform>
            <numerusform>{count} Kandidaten</numerusform>
        </translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/candidate_commands.py"/>
        <source>{count} cells</source>
        <translation>{count} Feld</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_selection.py"/>
        <source>{count} deleted</source>
        <translation>{count} gelöscht</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/splats_controller.py"/>
        <source>{count} deleted Gaussians have left the file.</source>
        <translation>{count} gelöschte Gaußsche haben die Datei verlassen.</translation>
    </message>
    <message numerus="yes">
        <location filename="../../studio/views/document/prompts.py"/>
        <source>{count} edits</source>
        <translation>
            <numerusform>{count} Änderung</numerusform>
            <numerusform>{count} Änderungen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <location filename="../../studio/state/take_list.py"/>
        <source>{count} frames</source>
        <translation>
            <numerusform>{count} Bild</numerusform>
            <numerusform>{count} Bilder</numerusform>
        </translation>
    </message>
    <message>
        <location filename="../../studio/views/export/export_panel.py"/>
        <source>{count} frames, {seconds} s</source>
        <translation>{count} Einzelbilder, {seconds} s</translation>
    </message>
    <message>
        <location filename="../../studio/state/readout.py"/>
        <location filename="../../studio/state/resolve_scene.py"/>
        <source>{count} Gaussians</source>
        <translation>{count} Gaußkörper</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_scene.py"/>
        <source>{count} Gaussians with a material of their own; later regions win.</source>
        <translation>{count} Gaußkörper mit eigenem Material; spätere Bereiche gehen vor.</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_selection.py"/>
        <source>{count} hidden</source>
        <translation>{count} ausgeblendet</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_selection.py"/>
        <source>{count} highlighted</source>
        <translation>{count} hervorgehoben</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_selection.py"/>
        <source>{count} locked</source>
        <translation>{count} gesperrt</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_model.py"/>
        <source>{count} M in {types}, {size} on disk</source>
        <translation>{count} Mio. in {types}, {size} auf der Platte</translation>
    </message>
    <message numerus="yes">
        <location filename="../../studio/state/resolve_doctor.py"/>
        <source>{count} notes say what could be better.</source>
        <translation>
            <numerusform>{count} Hinweis sagt, was besser sein könnte.</numerusform>
            <numerusform>{count} Hinweise sagen, was besser sein könnte.</numerusform>
        </translation>
    </message>
    <message>
        <location filename="../../studio/state/readout.py"/>
        <source>{count} of {all} Gaussians</source>
        <translation>{count} von {all} Gaußschen</translation>
    </message>
    <message>
        <location filename="../../studio/views/document/prompts.py"/>
        <source>{count} of {of} Gaussians of {name} are deleted and only left out so far. Once they are removed from its file they cannot be restored, and the history of edits begins anew. The project is saved before; takes and the file that was imported stay as they are.</source>
        <translation>{count} von {of} Gaußschen von {name} sind gelöscht und werden bisher nur weggelassen. Sind sie aus der Datei entfernt, lassen sie sich nicht wiederherstellen, und der Verlauf der Bearbeitungen beginnt neu. Das Projekt wird vorher gespeichert; Takes und die importierte Datei bleiben, wie sie sind.</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_learning.py"/>
        <source>{count} pairs were answered both ways.</source>
        <translation>{count} Paare wurden auf beide Arten beantwortet.</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_learning.py"/>
        <source>{count} people voted; each of them weighs the same.</source>
        <translation>{count} Personen haben abgestimmt; jede zählt gleich viel.</translation>
    </message>
    <message>
        <location filename="../../studio/views/export/export_panel.py"/>
        <source>{count} pictures, {seconds} s, up to {size}</source>
        <translation>{count} Bilder, {seconds} s, bis zu {size}</translation>
    </message>
    <message numerus="yes">
        <location filename="../../studio/state/resolve_history.py"/>
        <source>{count} steps</source>
        <translation>
            <numerusform>{count} Schritt</numerusform>
            <numerusform>{count} Schritte</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <location filename="../../studio/state/take_list.py"/>
        <source>{count} takes</source>
        <translation>
            <numerusform>{count} Aufnahme</numerusform>
            <numerusform>{count} Aufnahmen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <location filename="../../studio/state/resolve_doctor.py"/>
        <source>{count} things that are needed are missing.</source>
        <translation>
            <numerusform>{count} Nötiges fehlt.</numerusform>
            <numerusform>{count} nötige Dinge fehlen.</numerusform>
        </translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_learning.py"/>
        <source>{count} votes count although their takes are gone.</source>
        <translation>{count} Stimmen zählen, obwohl es ihre Aufnahmen nicht mehr gibt.</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_learning.py"/>
        <source>{count} votes do not count: {reason}.</source>
        <translation>{count} Stimmen zählen nicht: {reason}.</translation>
    </message>
    <message>
        <location filename="../../studio/state/gallery_view.py"/>
        <source>{done} of {count} runs done</source>
        <translation>{done} von {count} Läufen fertig</translation>
    </message>
    <message>
        <location filename="../../studio/state/take_list.py"/>
        <source>{done}/{count} frames</source>
        <translation>{done}/{count} Bilder</translation>
    </message>
    <message>
        <location filename="../../studio/state/gallery_text.py"/>
        <source>{first} and {last}</source>
        <translation>{first} und {last}</translation>
    </message>
    <message>
        <location filename="../../studio/state/gallery_view.py"/>
        <source>{first}–{last} of {count}</source>
        <translation>{first}–{last} von {count}</translation>
    </message>
    <message>
        <location filename="../../studio/doctor_parts.py"/>
        <source>{folder}: {count} kernels, {size} MB</source>
        <translation>{folder}: {count} Kernel, {size} MB</translation>
    </message>
    <message>
        <location filename="../../studio/doctor_display.py"/>
        <source>{found}, QT_QPA_PLATFORM={forced}</source>
        <translation>{found}, QT_QPA_PLATFORM={forced}</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/hand_controller.py"/>
        <source>{fps} frames a second are too few to feel; the next simulation that the hand begins is a sketch.</source>
        <translation>{fps} Bilder je Sekunde sind zu wenige zum Fühlen; die nächste Simulation der Hand ist eine Skizze.</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/tools/hand_tool.py"/>
        <location filename="../../studio/views/timeline/hand_panel.py"/>
        <source>{fps} frames/s</source>
        <translation>{fps} Bilder/s</translation>
    </message>
    <message>
        <location filename="../../studio/doctor_machine.py"/>
        <source>{free} GB free in {folder}</source>
        <translation>{free} GB frei in {folder}</translation>
    </message>
    <message>
        <location filename="../../studio/doctor_display.py"/>
        <source>{kind} ({desktop})</source>
        <translation>{kind} ({desktop})</translation>
    </message>
    <message>
        <location filename="../../studio/views/candidates/compare_pane.py"/>
        <source>{kind} between {first} and {second}</source>
        <translation>{kind} zwischen {first} und {second}</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/edit_controller.py"/>
        <source>{label}: this step is too large to be undone.</source>
        <translation>{label}: Dieser Schritt ist zu groß, um rückgängig gemacht zu werden.</translation>
    </message>
    <message>
        <location filename="../../studio/doctor_parts.py"/>
        <source>{layer} ({safe}), {threads} threads</source>
        <translation>{layer} ({safe}), {threads} Threads</translation>
    </message>
    <message>
        <location filename="../../studio/state/gallery_text.py"/>
        <source>{letter}: {members} move alike: {reason}</source>
        <translation>{letter}: {members} bewegen sich gleich: {reason}</translation>
    </message>
    <message>
        <location filename="../../studio/views/export/export_panel.py"/>
        <source>{line} of {free} free</source>
        <translation>{line} von {free} frei</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_learning.py"/>
        <source>{low} to {high}</source>
        <translation>{low} bis {high}</translation>
    </message>
    <message>
        <location filename="../../studio/views/material/preset_row.py"/>
        <location filename="../../studio/views/scene/part_material.py"/>
        <source>{name} (changed)</source>
        <translation>{name} (geändert)</translation>
    </message>
    <message>
        <location filename="../../studio/views/export/export_panel.py"/>
        <source>{name} exists already; choose another name.</source>
        <translation>{name} gibt es schon; wählen Sie einen anderen Namen.</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/edit_controller.py"/>
        <source>{name} is being opened. Change this when it is shown.</source>
        <translation>{name} wird geöffnet. Ändern Sie das, sobald es zu sehen ist.</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/bodies_controller.py"/>
        <source>{name} is neither a photo nor a splat file; choose another one.</source>
        <translation>{name} ist weder Foto noch Splat-Datei; wählen Sie eine andere.</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/document_controller.py"/>
        <source>{name} is no longer at {folder}.</source>
        <translation>{name} ist nicht mehr in {folder}.</translation>
    </message>
    <message>
        <location filename="../../studio/views/document/prompts.py"/>
        <source>{name} is open elsewhere: {holder}. Two windows that write one project would undo each other's work.</source>
        <translation>{name} ist anderswo geöffnet: {holder}. Zwei Fenster, die ein Projekt schreiben, würden einander die Arbeit zunichtemachen.</translation>
    </message>
    <message>
        <location filename="../../studio/state/scene_problems.py"/>
        <source>{name} needs {path}, which is gone; remove it or import it again.</source>
        <translation>{name} braucht {path}, das nicht mehr da ist; entfernen oder erneut importieren.</translation>
    </message>
    <message>
        <location filename="../../studio/state/scene_problems.py"/>
        <source>{name} stands in the object at the start ({share} % of it); move or shrink it, or lift the object.</source>
        <translation>{name} steht am Anfang im Objekt ({share} % davon); verschieben oder verkleinern Sie es, oder heben Sie das Objekt an.</translation>
    </message>
    <message>
        <location filename="../../studio/views/document/prompts.py"/>
        <source>{name} was saved with files that are not in its folder any more. Choose the folder they were moved to: it and all folders in it are searched, whatever the files are called now.</source>
        <translation>{name} wurde mit Dateien gespeichert, die nicht mehr in seinem Ordner sind. Wählen Sie den Ordner, in den sie verschoben wurden: er und alle Ordner darin werden durchsucht, wie auch immer die Dateien jetzt heißen.</translation>
    </message>
    <message>
        <location filename="../../studio/views/timeline/plot_view.py"/>
        <source>{name} {value}</source>
        <translation>{name} {value}</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/distribution_controller.py"/>
        <source>{name} {value} cannot be reached with this spread; {nearest} is the nearest. Narrow the spread, or lock the value.</source>
        <translation>{name} {value} ist mit dieser Streuung nicht erreichbar; {nearest} ist am nächsten. Verringern Sie die Streuung, oder sperren Sie den Wert.</translation>
    </message>
    <message>
        <location filename="../../studio/views/material/curve_editor.py"/>
        <source>{name}, curve</source>
        <translation>{name}, Kurve</translation>
    </message>
    <message>
        <location filename="../../studio/views/timeline/row_view.py"/>
        <source>{name}, frame {frame}: drag to move</source>
        <translation>{name}, Bild {frame}: zum Verschieben ziehen</translation>
    </message>
    <message>
        <location filename="../../studio/state/timeline_rows.py"/>
        <source>{name}, key {number}</source>
        <translation>{name}, Schlüssel {number}</translation>
    </message>
    <message>
        <location filename="../../studio/doctor_machine.py"/>
        <source>{name}, {cores} cores usable</source>
        <translation>{name}, {cores} Kerne nutzbar</translation>
    </message>
    <message>
        <location filename="../../studio/views/quantity_field.py"/>
        <source>{name}, {range}: type a number, a value with unit or a sum, e.g. {example}</source>
        <translation>{name}, {range}: Zahl, Wert mit Einheit oder Rechnung eintippen, z. B. {example}</translation>
    </message>
    <message>
        <location filename="../../studio/views/candidates/learn_comparison.py"/>
        <source>{name}: {before} before, {after} after</source>
        <translation>{name}: vorher {before}, nachher {after}</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_learning.py"/>
        <source>{name}: {count} votes</source>
        <translation>{name}: {count} Stimmen</translation>
    </message>
    <message>
        <location filename="../../studio/views/material/class_bars.py"/>
        <source>{name}: {now}</source>
        <translation>{name}: {now}</translation>
    </message>
    <message>
        <location filename="../../studio/views/material/class_bars.py"/>
        <source>{name}: {now}, predicted {predicted}</source>
        <translation>{name}: {now}, vorhergesagt {predicted}</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_material.py"/>
        <source>{name}: {values}</source>
        <translation>{name}: {values}</translation>
    </message>
    <message>
        <location filename="../../studio/views/material/curve_tips.py"/>
        <source>{name}: {value}
Source: {source}</source>
        <translation>{name}: {value}
Quelle: {source}</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_model.py"/>
        <source>{network}, predicts density</source>
        <translation>{network}, sagt die Dichte vorher</translation>
    </message>
    <message>
        <location filename="../../studio/views/photo/views_box.py"/>
        <source>{number}. {name}</source>
        <translation>{number}. {name}</translation>
    </message>
    <message>
        <location filename="../../studio/doctor_display.py"/>
        <source>{other}, although there is an NVIDIA GPU</source>
        <translation>{other}, obwohl es eine NVIDIA-GPU gibt</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_activity.py"/>
        <source>{outcome} after {time}</source>
        <translation>{outcome} nach {time}</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_learning.py"/>
        <source>{own} votes of this project and {joined} of others.</source>
        <translation>{own} Stimmen dieses Projekts und {joined} von anderen.</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_learning.py"/>
        <source>{own} votes of this project.</source>
        <translation>{own} Stimmen dieses Projekts.</translation>
    </message>
    <message>
        <location filename="../../studio/doctor_parts.py"/>
        <source>{path} is missing</source>
        <translation>{path} fehlt</translation>
    </message>
    <message>
        <location filename="../../studio/state/gallery_view.py"/>
        <source>{quality}: {percent} %</source>
        <translation>{quality}: {percent} %</translation>
    </message>
    <message>
        <location filename="../../studio/views/photo/views_box.py"/>
        <source>{quantity} of {name}</source>
        <translation>{quantity} von {name}</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_activity.py"/>
        <source>{rate} %/s</source>
        <translation>{rate} %/s</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/view_faults.py"/>
        <source>{reason} It is tried again by itself.</source>
        <translation>{reason} Es wird von selbst erneut versucht.</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_activity.py"/>
        <source>{running} running, {waiting} waiting</source>
        <translation>{running} laufen, {waiting} warten</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_timeline.py"/>
        <source>{seconds:.2f} / {total:.2f} s   ·   frame {frame} / {count}</source>
        <translation>{seconds:.2f} / {total:.2f} s   ·   Bild {frame} / {count}</translation>
    </message>
    <message>
        <location filename="../../studio/views/viewport/selection_panel.py"/>
        <source>{share} % of the size</source>
        <translation>{share} % der Größe</translation>
    </message>
    <message>
        <location filename="../../studio/views/material/curve_tips.py"/>
        <source>{share} lie below {value}; drag to change</source>
        <translation>{share} liegen unter {value}; ziehen ändert</translation>
    </message>
    <message>
        <location filename="../../studio/views/shell/log_panel.py"/>
        <source>{shown} of {total}</source>
        <translation>{shown} von {total}</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/memory_gauge.py"/>
        <source>{size} GB memory</source>
        <translation>{size} GB Speicher</translation>
    </message>
    <message>
        <location filename="../../studio/doctor_parts.py"/>
        <source>{size} MB, sha256 {digest}, {state}</source>
        <translation>{size} MB, sha256 {digest}, {state}</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/timeline_commands.py"/>
        <source>{speed} times</source>
        <translation>{speed}-fach</translation>
    </message>
    <message>
        <location filename="../../studio/views/timeline/timeline_panel.py"/>
        <source>{speed}×</source>
        <translation>{speed}×</translation>
    </message>
    <message>
        <location filename="../../studio/views/shell/tour.py"/>
        <source>{step} of {count}</source>
        <translation>{step} von {count}</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_comparison.py"/>
        <source>{stiffness} is stiffer than {quality} quality can step; {limit} is its limit here. A finer quality, or a heavier or smaller object, moves the limit.</source>
        <translation>{stiffness} ist steifer, als die Qualität {quality} rechnen kann; hier ist {limit} ihre Grenze. Eine feinere Qualität oder ein schwereres oder kleineres Objekt verschiebt die Grenze.</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_material.py"/>
        <source>{stiffness} · ν {ratio} · {density}</source>
        <translation>{stiffness} · ν {ratio} · {density}</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_activity.py"/>
        <source>{time} left</source>
        <translation>noch {time}</translation>
    </message>
    <message>
        <location filename="../../studio/state/readout.py"/>
        <source>{time} ms · {rate} pictures/s</source>
        <translation>{time} ms · {rate} Bilder/s</translation>
    </message>
    <message>
        <location filename="../../studio/views/field_row.py"/>
        <location filename="../../studio/views/scene/thing_form.py"/>
        <source>{title} along {axis}</source>
        <translation>{title} entlang {axis}</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/job_controller.py"/>
        <source>{title} failed: {reason}</source>
        <translation>{title} – fehlgeschlagen: {reason}</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/candidate_sets_controller.py"/>
        <location filename="../../studio/controllers/take_controller.py"/>
        <source>{title} is being simulated; cancel that first.</source>
        <translation>{title} wird gerade simuliert; brechen Sie das zuerst ab.</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/branch_controller.py"/>
        <source>{title} is being simulated; wait or cancel that first.</source>
        <translation>{title} wird simuliert; warten Sie, oder brechen Sie das zuerst ab.</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/splats_controller.py"/>
        <source>{title} is running; wait or cancel that first.</source>
        <translation>{title} läuft; warten Sie, oder brechen Sie das zuerst ab.</translation>
    </message>
    <message>
        <location filename="../../studio/views/main_window.py"/>
        <source>{title} is still running.</source>
        <translation>{title} läuft noch.</translation>
    </message>
    <message>
        <location filename="../../studio/doctor_parts.py"/>
        <source>{title}: {where}</source>
        <translation>{title}: {where}</translation>
    </message>
    <message>
        <location filename="../../studio/state/resolve_history.py"/>
        <source>{used:.1f} of {cap:.0f} MB</source>
        <translation>{used:.1f} von {cap:.0f} MB</translation>
    </message>
    <message>
        <location filename="../../studio/controllers/opening_controller.py"/>
        <source>{user} on {host}</source>
        <translation>{user} auf {host}</translation>
    </message>
    <message>
        <location filename="../../studio/doctor_parts.py"/>
        <source>{version} (CPU build)</source>
        <translation>{version} (für die CPU gebaut)</translation>
    </message>
    <message>
        <location filename="../../studio/doctor_parts.py"/>
        <source>{version} (CUDA where a GPU is)</source>
        <translation>{version} (CUDA, wo eine GPU ist)</translation>
    </message>
    <message>
        <location filename="../../studio/views/quantity_field.py"/>
        <source>↑ and ↓ change it by {step}, with Shift by a tenth</source>
        <translation>↑ und ↓ ändern ihn um {step}, mit Umschalt um ein Zehntel</translation>
    </message>
</context>
</TS>
