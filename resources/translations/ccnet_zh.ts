<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>AboutDialog</name>
    <message>
        <source>About CCNet Studio</source>
        <translation>关于 CCNet Studio</translation>
    </message>
    <message>
        <source>About</source>
        <translation>关于</translation>
    </message>
    <message>
        <source>Model card</source>
        <translation>模型卡</translation>
    </message>
    <message>
        <source>Third-party software</source>
        <translation>第三方软件</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>许可证</translation>
    </message>
    <message>
        <source>Copy version and system</source>
        <translation>复制版本和系统信息</translation>
    </message>
    <message>
        <source>Version {version}</source>
        <translation>版本 {version}</translation>
    </message>
    <message>
        <source>Rescues photos taken in the dark, and lets you decide how their colours come back.</source>
        <translation>挽救在黑暗中拍摄的照片，并由您决定色彩如何恢复。</translation>
    </message>
    <message>
        <source>The program is under the MIT licence.</source>
        <translation>本程序采用 MIT 许可证。</translation>
    </message>
    <message>
        <source>The weights of the network are for &lt;b&gt;non-commercial use&lt;/b&gt; only, because of the photos they were made from. The model card tells which.</source>
        <translation>由于训练所用照片的限制，网络权重仅供&lt;b&gt;非商业用途&lt;/b&gt;。所用照片见模型卡。</translation>
    </message>
    <message>
        <source>The method is that of:</source>
        <translation>所用方法出自：</translation>
    </message>
    <message>
        <source>{name} cannot be read ({reason}). Install the program anew.</source>
        <translation>无法读取 {name}（{reason}）。请重新安装程序。</translation>
    </message>
    <message>
        <source>read</source>
        <translation>查看</translation>
    </message>
    <message>
        <source>Qt is used as a shared library under the LGPL; you may replace it with a version of your own.</source>
        <translation>Qt 以动态库形式依据 LGPL 使用；您可以用自己的版本替换它。</translation>
    </message>
    <message>
        <source>MIT licence: https://opensource.org/license/mit</source>
        <translation>MIT 许可证：https://opensource.org/license/mit</translation>
    </message>
</context>
<context>
    <name>AdjustmentPanel</name>
    <message>
        <source>{name}: click to apply, Ctrl-click to mix with others</source>
        <translation>{name}：点击应用，Ctrl+点击与其他风格混合</translation>
    </message>
    <message>
        <source>Add reference pictures…</source>
        <translation>添加参考图…</translation>
    </message>
    <message>
        <source>Match the colours of pictures of your own</source>
        <translation>匹配您自己图片的颜色</translation>
    </message>
    <message>
        <source>White balance picker</source>
        <translation>白平衡吸管</translation>
    </message>
    <message>
        <source>Click on something in the photo that should be neutral grey (W)</source>
        <translation>在照片中点击应为中性灰的部分 (W)</translation>
    </message>
    <message>
        <source>Set white balance by the photo itself; warm light stays a little warm (Ctrl+Shift+U)</source>
        <translation>根据照片本身设置白平衡；暖光会保留少许暖意（Ctrl+Shift+U）</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Colour</source>
        <translation>色彩</translation>
    </message>
    <message>
        <source>Style</source>
        <translation>风格</translation>
    </message>
    <message>
        <source>Presets</source>
        <translation>预设</translation>
    </message>
    <message>
        <source>Reference {name}</source>
        <translation>参考图 {name}</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>光线</translation>
    </message>
    <message>
        <source>Reset light</source>
        <translation>重置光线</translation>
    </message>
    <message>
        <source>Reset {section}</source>
        <translation>重置{section}</translation>
    </message>
    <message>
        <source>Reset colour</source>
        <translation>重置色彩</translation>
    </message>
    <message>
        <source>The lens of this photo is not known.</source>
        <translation>未知此照片所用的镜头。</translation>
    </message>
    <message>
        <source>Detail</source>
        <translation>细节</translation>
    </message>
    <message>
        <source>Tone curve</source>
        <translation>色调曲线</translation>
    </message>
    <message>
        <source>Auto</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>Auto white balance</source>
        <translation>自动白平衡</translation>
    </message>
    <message>
        <source>Colour mixer</source>
        <translation>混色器</translation>
    </message>
    <message>
        <source>Looks</source>
        <translation>风格文件</translation>
    </message>
    <message>
        <source>Lens</source>
        <translation>镜头</translation>
    </message>
    <message>
        <source>Snapshots</source>
        <translation>快照</translation>
    </message>
    <message>
        <source>Reset style</source>
        <translation>重置风格</translation>
    </message>
    <message>
        <source>Reset detail</source>
        <translation>重置细节</translation>
    </message>
    <message>
        <source>Choose a style or add a reference picture first.</source>
        <translation>请先选择风格或添加参考图片。</translation>
    </message>
    <message>
        <source>Part of {name}</source>
        <translation>{name} 的一部分</translation>
    </message>
    <message>
        <source>By colours</source>
        <translation>按主色</translation>
    </message>
    <message>
        <source>Simple</source>
        <translation>简单</translation>
    </message>
    <message>
        <source>Main colours move apart: sky by sky, ground by ground</source>
        <translation>各主色分别移动：天空随天空，地面随地面</translation>
    </message>
    <message>
        <source>All colours move alike, as under another light</source>
        <translation>所有颜色一起移动，如同换了光源</translation>
    </message>
    <message>
        <source>Styles</source>
        <translation>风格</translation>
    </message>
    <message>
        <source>White balance</source>
        <translation>白平衡</translation>
    </message>
    <message>
        <source>Reset white balance</source>
        <translation>重置白平衡</translation>
    </message>
    <message>
        <source>Reset lens</source>
        <translation>重置镜头</translation>
    </message>
    <message>
        <source>Reset tone curve</source>
        <translation>重置色调曲线</translation>
    </message>
    <message>
        <source>Reset colour mixer</source>
        <translation>重置混色器</translation>
    </message>
    <message>
        <source>Remove all looks</source>
        <translation>移除所有风格文件</translation>
    </message>
    <message>
        <source>Styles that are followed simply do not know skin.</source>
        <translation>简单风格不区分肤色。</translation>
    </message>
    <message>
        <source>Simple style</source>
        <translation>简单风格</translation>
    </message>
    <message>
        <source>Style by colours</source>
        <translation>按主色的风格</translation>
    </message>
    <message>
        <source>{name} on</source>
        <translation>{name}：开</translation>
    </message>
    <message>
        <source>{name} off</source>
        <translation>{name}：关</translation>
    </message>
    <message>
        <source>Take {name} out of the mix</source>
        <translation>从混合中去除 {name}</translation>
    </message>
    <message>
        <source>Mix in {name}</source>
        <translation>混入 {name}</translation>
    </message>
    <message>
        <source>Style {name}</source>
        <translation>风格 {name}</translation>
    </message>
    <message>
        <source>Share of {name} {percent:.0f} %</source>
        <translation>{name} 的占比 {percent:.0f} %</translation>
    </message>
    <message>
        <source>Remove {name}</source>
        <translation>移除 {name}</translation>
    </message>
</context>
<context>
    <name>AdjustmentSlider</name>
    <message>
        <source>{tip}
A double click resets, or the Delete key.</source>
        <translation>{tip}
双击或按 Delete 键可重置。</translation>
    </message>
</context>
<context>
    <name>AutoWhite</name>
    <message>
        <source>The photo has this white balance already.</source>
        <translation>照片已经是这个白平衡。</translation>
    </message>
    <message>
        <source>Auto white balance</source>
        <translation>自动白平衡</translation>
    </message>
</context>
<context>
    <name>Autosave</name>
    <message>
        <source>It is left as it is; changes to this photo last only while the program runs.</source>
        <translation>该文件保持原样；对此照片的更改仅在程序运行期间有效。</translation>
    </message>
    <message>
        <source>Something else was decided about {name}, too, and is kept in {file}.</source>
        <translation>{name} 还有另一套调整，保存在 {file} 中。</translation>
    </message>
    <message>
        <source>Flags and snapshots stay as they were.</source>
        <translation>旗标和快照保持原样。</translation>
    </message>
    <message>
        <source>Until then changes last only while the program runs.</source>
        <translation>在此之前，更改仅在程序运行期间有效。</translation>
    </message>
    <message>
        <source>{name} was changed in another window or program, too. What you decide here is kept beside it, in {file}.</source>
        <translation>{name} 也在其他窗口或程序中被更改。您在此处的决定保存在其旁边的 {file} 中。</translation>
    </message>
</context>
<context>
    <name>BatchDialog</name>
    <message>
        <source>Batch</source>
        <translation>批处理</translation>
    </message>
    <message>
        <source>Starting…</source>
        <translation>正在启动…</translation>
    </message>
    <message>
        <source>A folder for the results</source>
        <translation>保存结果的文件夹</translation>
    </message>
    <message>
        <source>{name}, {number} and {date} are filled in for each photo</source>
        <translation>{name}、{number} 和 {date} 会按每张照片填入</translation>
    </message>
    <message>
        <source>{name}, {number} and {date} are filled in</source>
        <translation>{name}、{number} 和 {date} 会自动填入</translation>
    </message>
    <message>
        <source>Rename (add number)</source>
        <translation>重命名（添加编号）</translation>
    </message>
    <message>
        <source>Skip</source>
        <translation>跳过</translation>
    </message>
    <message>
        <source>Same as original</source>
        <translation>与原图相同</translation>
    </message>
    <message>
        <source>Depth of the photo</source>
        <translation>照片自身位深</translation>
    </message>
    <message>
        <source>{bits} bits per channel</source>
        <translation>每通道 {bits} 位</translation>
    </message>
    <message>
        <source>Depth</source>
        <translation>位深</translation>
    </message>
    <message>
        <source>Shar&amp;pen</source>
        <translation>锐化(&amp;P)</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>色彩</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>尺寸</translation>
    </message>
    <message>
        <source>Metadata</source>
        <translation>元数据</translation>
    </message>
    <message>
        <source>Progress of the batch</source>
        <translation>批处理进度</translation>
    </message>
    <message>
        <source>Remove the selected photos; Ctrl+A selects all</source>
        <translation>移除所选照片；Ctrl+A 全选</translation>
    </message>
    <message>
        <source>Add photos</source>
        <translation>添加照片</translation>
    </message>
    <message>
        <source>Add the photos of a folder</source>
        <translation>添加文件夹中的照片</translation>
    </message>
    <message>
        <source>&amp;Browse…</source>
        <translation>浏览(&amp;B)…</translation>
    </message>
    <message>
        <source>Replace an earlier result (never a photo)</source>
        <translation>替换之前的结果（绝不替换照片）</translation>
    </message>
    <message>
        <source>Auto &amp;white balance</source>
        <translation>自动白平衡(&amp;W)</translation>
    </message>
    <message>
        <source>Of each photo by itself, unless it keeps adjustments of its own</source>
        <translation>每张照片各自计算，已有自身调整的照片除外</translation>
    </message>
    <message>
        <source>Series without flic&amp;ker</source>
        <translation>无闪烁序列(&amp;K)</translation>
    </message>
    <message>
        <source>Frames of a time-lapse or burst: one exposure runs smoothly through them, and between frames with adjustments of their own these change evenly</source>
        <translation>延时或连拍的各帧：曝光在各帧间平滑变化；有自身调整的帧之间，调整均匀过渡</translation>
    </message>
    <message>
        <source>&amp;Quality</source>
        <translation>质量(&amp;Q)</translation>
    </message>
    <message>
        <source>&amp;Folder</source>
        <translation>文件夹(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>名称(&amp;N)</translation>
    </message>
    <message>
        <source>If a file e&amp;xists</source>
        <translation>文件已存在时(&amp;X)</translation>
    </message>
    <message>
        <source>Preset</source>
        <translation>预设</translation>
    </message>
    <message>
        <source>F&amp;ormat</source>
        <translation>格式(&amp;O)</translation>
    </message>
    <message>
        <source>Ad&amp;justments</source>
        <translation>调整(&amp;J)</translation>
    </message>
    <message>
        <source>S&amp;how folder</source>
        <translation>打开文件夹(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;Close</source>
        <translation>关闭(&amp;C)</translation>
    </message>
    <message>
        <source>Canc&amp;el</source>
        <translation>取消(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Start</source>
        <translation>开始(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Include subfolders</source>
        <translation>包括子文件夹(&amp;I)</translation>
    </message>
    <message>
        <source>&amp;Add photos…</source>
        <translation>添加照片(&amp;A)…</translation>
    </message>
    <message>
        <source>Add fol&amp;der…</source>
        <translation>添加文件夹(&amp;D)…</translation>
    </message>
    <message>
        <source>Add the fil&amp;mstrip</source>
        <translation>添加胶片条(&amp;M)</translation>
    </message>
    <message>
        <source>All photos of the window&apos;s filmstrip</source>
        <translation>窗口胶片条中的所有照片</translation>
    </message>
    <message>
        <source>&amp;Remove</source>
        <translation>移除(&amp;R)</translation>
    </message>
    <message>
        <source>The filmstrip is empty. Open photos in the window, or add them here.</source>
        <translation>胶片条是空的。请在窗口中打开照片，或在此处添加。</translation>
    </message>
    <message>
        <source>Folder for the results</source>
        <translation>保存结果的文件夹</translation>
    </message>
    <message>
        <source>there are no photos yet</source>
        <translation>还没有照片</translation>
    </message>
    <message>
        <source>Add some, or drop them here.</source>
        <translation>请添加照片，或将其拖到此处。</translation>
    </message>
    <message>
        <source>the results need a folder</source>
        <translation>尚未指定保存结果的文件夹</translation>
    </message>
    <message>
        <source>Choose one.</source>
        <translation>请选择一个文件夹。</translation>
    </message>
    <message>
        <source>the chosen adjustments are gone: they were deleted or renamed</source>
        <translation>所选的调整已不存在：已被删除或重命名</translation>
    </message>
    <message>
        <source>Choose others.</source>
        <translation>请选择其他调整。</translation>
    </message>
    <message>
        <source>Looking for photos…</source>
        <translation>正在查找照片…</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>正在停止…</translation>
    </message>
    <message>
        <source>Photo {number} of {count}: {name}</source>
        <translation>第 {number} 张，共 {count} 张：{name}</translation>
    </message>
    <message>
        <source>{written} written, {skipped} skipped, {failed} failed.</source>
        <translation>写入 {written} 张，跳过 {skipped} 张，失败 {failed} 张。</translation>
    </message>
    <message>
        <source>Stopped:</source>
        <translation>已停止：</translation>
    </message>
    <message>
        <source>Done:</source>
        <translation>已完成：</translation>
    </message>
    <message>
        <source>{count} more failed; the table tells why.</source>
        <translation>另有 {count} 张失败；原因见列表。</translation>
    </message>
</context>
<context>
    <name>BatchTable</name>
    <message>
        <source>Photos</source>
        <translation>照片</translation>
    </message>
    <message>
        <source>Photo</source>
        <translation>照片</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Drop photos or folders here</source>
        <translation>将照片或文件夹拖到此处</translation>
    </message>
    <message>
        <source>Queued</source>
        <translation>已排队</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>Skipped</source>
        <translation>已跳过</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Show folder</source>
        <translation>显示文件夹</translation>
    </message>
</context>
<context>
    <name>BeforeAfter</name>
    <message>
        <source>The sample, before and after</source>
        <translation>示例照片的前后对比</translation>
    </message>
    <message>
        <source>Try the sample</source>
        <translation>试用示例照片</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>之前</translation>
    </message>
    <message>
        <source>After</source>
        <translation>之后</translation>
    </message>
</context>
<context>
    <name>Canvas</name>
    <message>
        <source>Photo</source>
        <translation>照片</translation>
    </message>
    <message>
        <source>Original</source>
        <translation>原图</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>调整前</translation>
    </message>
    <message>
        <source>After</source>
        <translation>调整后</translation>
    </message>
</context>
<context>
    <name>Clipboard</name>
    <message>
        <source>There is no result to copy yet. Wait until the photo is bright.</source>
        <translation>还没有可复制的结果。请等待照片提亮完成。</translation>
    </message>
    <message>
        <source>Settings copied. Paste them onto another photo with Ctrl+Shift+V.</source>
        <translation>已复制设置。按 Ctrl+Shift+V 粘贴到另一张照片。</translation>
    </message>
    <message>
        <source>Paste colours only</source>
        <translation>仅粘贴颜色</translation>
    </message>
    <message>
        <source>Paste crop only</source>
        <translation>仅粘贴裁剪</translation>
    </message>
    <message>
        <source>Paste masks only</source>
        <translation>仅粘贴蒙版</translation>
    </message>
    <message>
        <source>The clipboard holds no settings that can be read. Copy those of a photo first.</source>
        <translation>剪贴板中没有可读取的设置。请先复制一张照片的设置。</translation>
    </message>
    <message>
        <source>The photo has these settings already.</source>
        <translation>照片已有这些设置。</translation>
    </message>
    <message>
        <source>Paste settings</source>
        <translation>粘贴设置</translation>
    </message>
    <message>
        <source>{name} is copied at full size, {width} × {height} pixels.</source>
        <translation>已复制 {name} 的全尺寸图片，{width} × {height} 像素。</translation>
    </message>
    <message>
        <source>Settings pasted</source>
        <translation>已粘贴设置</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
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
        <translation>低于 {percent} %</translation>
    </message>
    <message>
        <source>{name}: {amount} of the pixels, in one channel or more</source>
        <translation>{name}：{amount} 的像素，至少一个通道</translation>
    </message>
    <message>
        <source>{text}
Click to mark them in the picture (J).</source>
        <translation>{text}
单击可在图片中标出 (J)。</translation>
    </message>
</context>
<context>
    <name>Closing</name>
    <message>
        <source>Changes to {name} cannot be saved.</source>
        <translation>无法保存对 {name} 的更改。</translation>
    </message>
    <message>
        <source>Changes to {count} photos cannot be saved.</source>
        <translation>无法保存对 {count} 张照片的更改。</translation>
    </message>
    <message>
        <source>One pasted picture is not saved. Export it to keep it.</source>
        <translation>有 1 张粘贴的图片尚未保存。如需保留，请将其导出。</translation>
    </message>
    <message>
        <source>{count} pasted pictures are not saved. Export them to keep them.</source>
        <translation>有 {count} 张粘贴的图片尚未保存。如需保留，请将其导出。</translation>
    </message>
    <message>
        <source>Close anyway?</source>
        <translation>仍要关闭吗？</translation>
    </message>
    <message>
        <source>Not everything is saved</source>
        <translation>尚有内容未保存</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Keep open</source>
        <translation>保持打开</translation>
    </message>
</context>
<context>
    <name>ColourPicker</name>
    <message>
        <source>Drag up or down on a colour in the photo; Escape ends this.</source>
        <translation>在照片中的某种颜色上向上或向下拖动；按 Escape 结束。</translation>
    </message>
    <message>
        <source>This is nearly grey. Drag on a colour.</source>
        <translation>这里几乎是灰色。请在有颜色的地方拖动。</translation>
    </message>
</context>
<context>
    <name>Controls</name>
    <message>
        <source>Brighten</source>
        <translation>提亮</translation>
    </message>
    <message>
        <source>0 % is the photo itself, 100 % what the network makes of it; more is more of the same.</source>
        <translation>0 % 为照片本身，100 % 为网络的结果；再往上则进一步提亮。</translation>
    </message>
    <message>
        <source>Exposure</source>
        <translation>曝光</translation>
    </message>
    <message>
        <source>Stops of light, more or less; highlights are compressed, not cut.</source>
        <translation>以挡为单位增减曝光；高光会被压缩而不会被截断。</translation>
    </message>
    <message>
        <source>Contrast</source>
        <translation>对比度</translation>
    </message>
    <message>
        <source>To the left light and dark come closer, to the right they part.</source>
        <translation>向左明暗靠近，向右明暗拉开。</translation>
    </message>
    <message>
        <source>Highlights</source>
        <translation>高光</translation>
    </message>
    <message>
        <source>To the left bright areas get the photo&apos;s own tone and colour back, to the right they shine.</source>
        <translation>向左明亮区域恢复照片自身的影调和颜色，向右更加明亮。</translation>
    </message>
    <message>
        <source>Shadows</source>
        <translation>阴影</translation>
    </message>
    <message>
        <source>To the left dark areas deepen, to the right they open; black stays black.</source>
        <translation>向左暗部加深，向右暗部提亮；黑色保持黑色。</translation>
    </message>
    <message>
        <source>Whites</source>
        <translation>白色</translation>
    </message>
    <message>
        <source>To the left the brightest tones keep away from white, to the right they approach it.</source>
        <translation>向左最亮的影调远离白色，向右接近白色。</translation>
    </message>
    <message>
        <source>Blacks</source>
        <translation>黑色</translation>
    </message>
    <message>
        <source>To the left the darkest tones deepen, to the right they lift.</source>
        <translation>向左最暗的影调加深，向右抬起。</translation>
    </message>
    <message>
        <source>Clarity</source>
        <translation>清晰度</translation>
    </message>
    <message>
        <source>To the left structure of middle size softens, to the right it stands out.</source>
        <translation>向左中等大小的结构变柔和，向右更突出。</translation>
    </message>
    <message>
        <source>Range</source>
        <translation>影调范围</translation>
    </message>
    <message>
        <source>How far bright and dark places are brought closer together, so that both show detail: to the left the contrast stays, to the right it gets flat. Untouched, as it suits the photo.</source>
        <translation>亮部与暗部相互靠近的程度，使两者都显出细节：向左保持反差，向右变得平淡。不调整时按照片自动决定。</translation>
    </message>
    <message>
        <source>Temp</source>
        <translation>色温</translation>
    </message>
    <message>
        <source>To the left the light gets bluer, to the right warmer.</source>
        <translation>向左光线偏蓝，向右偏暖。</translation>
    </message>
    <message>
        <source>Tint</source>
        <translation>色调</translation>
    </message>
    <message>
        <source>To the left the light gets greener, to the right more magenta.</source>
        <translation>向左光线偏绿，向右偏品红。</translation>
    </message>
    <message>
        <source>Saturation</source>
        <translation>饱和度</translation>
    </message>
    <message>
        <source>Strength of all colours; 0 % is grey.</source>
        <translation>所有颜色的强度；0 % 为灰色。</translation>
    </message>
    <message>
        <source>Vibrance</source>
        <translation>自然饱和度</translation>
    </message>
    <message>
        <source>Strength of weak colours; vivid ones stay as they are.</source>
        <translation>较淡颜色的强度；鲜艳的颜色保持不变。</translation>
    </message>
    <message>
        <source>Greens, magentas</source>
        <translation>绿色与品红</translation>
    </message>
    <message>
        <source>Saturation of greens and magentas alone; 0 % takes them away.</source>
        <translation>仅绿色与品红的饱和度；0 % 时去除。</translation>
    </message>
    <message>
        <source>Blues, yellows</source>
        <translation>蓝色与黄色</translation>
    </message>
    <message>
        <source>Saturation of blues and yellows alone; 0 % takes them away.</source>
        <translation>仅蓝色与黄色的饱和度；0 % 时去除。</translation>
    </message>
    <message>
        <source>Strength</source>
        <translation>强度</translation>
    </message>
    <message>
        <source>How far the colours move towards the style.</source>
        <translation>色彩向风格靠近的程度。</translation>
    </message>
    <message>
        <source>Protect skin</source>
        <translation>保护肤色</translation>
    </message>
    <message>
        <source>How far colours such as skin has keep out of the style.</source>
        <translation>与肤色相近的颜色在多大程度上不受风格影响。</translation>
    </message>
    <message>
        <source>Match luminance</source>
        <translation>匹配明暗</translation>
    </message>
    <message>
        <source>Brings light and dark towards the style&apos;s, too.</source>
        <translation>让明暗也向所选风格靠拢。</translation>
    </message>
    <message>
        <source>Lens correction</source>
        <translation>镜头校正</translation>
    </message>
    <message>
        <source>Straightens lines, brightens corners and takes away coloured edges, as is known of the lens of a camera raw file.</source>
        <translation>根据 RAW 文件所用镜头的已知数据，拉直线条、提亮四角并去除色边。</translation>
    </message>
    <message>
        <source>Luminance noise</source>
        <translation>亮度噪点</translation>
    </message>
    <message>
        <source>How much of the grain is taken away; untouched, as it suits the photo&apos;s noise.</source>
        <translation>去除多少颗粒；未调整时随照片的噪点而定。</translation>
    </message>
    <message>
        <source>Colour noise</source>
        <translation>颜色噪点</translation>
    </message>
    <message>
        <source>How much of colour blotches is taken away; untouched, as it suits the photo&apos;s noise.</source>
        <translation>去除多少色斑；未调整时随照片的噪点而定。</translation>
    </message>
    <message>
        <source>Detail</source>
        <translation>细节</translation>
    </message>
    <message>
        <source>How much fine structure comes back that went with the grain; untouched, as it suits the photo.</source>
        <translation>随颗粒一起去掉的细微结构恢复多少；未调整时随照片而定。</translation>
    </message>
    <message>
        <source>Sharpen</source>
        <translation>锐化</translation>
    </message>
    <message>
        <source>How crisp the finest structure is at full size; edges get no halo, grain stays soft.</source>
        <translation>原尺寸下最细微结构的锐利程度；边缘不出现光晕，颗粒保持柔和。</translation>
    </message>
    <message>
        <source>Style</source>
        <translation>风格</translation>
    </message>
    <message>
        <source>To the left a style that is followed by colours gives way here, to the right it doubles.</source>
        <translation>向左减弱此处按主色的风格，向右加倍。</translation>
    </message>
    <message>
        <source>To the left more of the grain stays here, to the right more of it is taken away.</source>
        <translation>向左在此保留更多颗粒，向右去除更多。</translation>
    </message>
    <message>
        <source>To the left more colour blotches stay here, to the right more are taken away.</source>
        <translation>向左在此保留更多色斑，向右去除更多。</translation>
    </message>
    <message>
        <source>To the left less fine structure comes back here, to the right more.</source>
        <translation>向左在此恢复较少的细微结构，向右恢复更多。</translation>
    </message>
    <message>
        <source>To the left it is sharpened less here, to the right more; edges get no halo.</source>
        <translation>向左在此锐化较少，向右锐化更多；边缘不出现光晕。</translation>
    </message>
</context>
<context>
    <name>CropPanel</name>
    <message>
        <source>Reset</source>
        <translation>重置</translation>
    </message>
    <message>
        <source>Show all of the photo again, as it is stored</source>
        <translation>重新显示整张照片，与存储时相同</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Leave the photo as it was (Escape)</source>
        <translation>保持照片原样（Esc）</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>应用</translation>
    </message>
    <message>
        <source>Take the frame (Enter)</source>
        <translation>应用裁剪框（回车）</translation>
    </message>
    <message>
        <source>Reset crop</source>
        <translation>重置裁剪</translation>
    </message>
    <message>
        <source>{width} × {height} pixels</source>
        <translation>{width} × {height} 像素</translation>
    </message>
    <message>
        <source>Aspect ratio</source>
        <translation>宽高比</translation>
    </message>
    <message>
        <source>Free</source>
        <translation>自由</translation>
    </message>
    <message>
        <source>Original</source>
        <translation>原始</translation>
    </message>
    <message>
        <source>Own ratio</source>
        <translation>自定义比例</translation>
    </message>
    <message>
        <source>Swap width and height (X)</source>
        <translation>交换宽度和高度（X）</translation>
    </message>
    <message>
        <source>Swap width and height</source>
        <translation>交换宽度和高度</translation>
    </message>
    <message>
        <source>Width</source>
        <translation>宽度</translation>
    </message>
    <message>
        <source>Height</source>
        <translation>高度</translation>
    </message>
    <message>
        <source>Angle</source>
        <translation>角度</translation>
    </message>
    <message>
        <source>Turns the photo until what is to be level is level.</source>
        <translation>旋转照片，使应当水平的部分变得水平。</translation>
    </message>
    <message>
        <source>Level by a line</source>
        <translation>沿线拉直</translation>
    </message>
    <message>
        <source>Draw a line in the photo along the horizon or an edge; Ctrl and a drag do the same</source>
        <translation>在照片中沿地平线或边缘画一条线；按住 Ctrl 拖动效果相同</translation>
    </message>
    <message>
        <source>Straighten</source>
        <translation>拉直</translation>
    </message>
    <message>
        <source>Rotate and flip</source>
        <translation>旋转和翻转</translation>
    </message>
    <message>
        <source>Drag a side or corner to crop, inside to move the frame, outside to turn the photo.</source>
        <translation>拖动边或角进行裁剪，在框内拖动可移动裁剪框，在框外拖动可旋转照片。</translation>
    </message>
    <message>
        <source>Straighten {degrees}</source>
        <translation>拉直 {degrees}</translation>
    </message>
</context>
<context>
    <name>CropView</name>
    <message>
        <source>Crop frame</source>
        <translation>裁剪框</translation>
    </message>
    <message>
        <source>Move frame</source>
        <translation>移动裁剪框</translation>
    </message>
    <message>
        <source>Straighten</source>
        <translation>拉直</translation>
    </message>
    <message>
        <source>{width} × {height} pixels at {x}, {y}</source>
        <translation>{width} × {height} 像素，位于 {x}, {y}</translation>
    </message>
</context>
<context>
    <name>Cropping</name>
    <message>
        <source>Reset crop</source>
        <translation>重置裁剪</translation>
    </message>
    <message>
        <source>Straighten {degrees}</source>
        <translation>拉直 {degrees}</translation>
    </message>
    <message>
        <source>Crop</source>
        <translation>裁剪</translation>
    </message>
    <message>
        <source>Aspect ratio</source>
        <translation>宽高比</translation>
    </message>
    <message>
        <source>Swap width and height</source>
        <translation>交换宽度和高度</translation>
    </message>
</context>
<context>
    <name>CurveEditor</name>
    <message>
        <source>Luminance</source>
        <translation>明亮度</translation>
    </message>
    <message>
        <source>Red</source>
        <translation>红色</translation>
    </message>
    <message>
        <source>Green</source>
        <translation>绿色</translation>
    </message>
    <message>
        <source>Blue</source>
        <translation>蓝色</translation>
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
        <translation>色调曲线：{name}</translation>
    </message>
    <message>
        <source>Reset curve: {name}</source>
        <translation>重置曲线：{name}</translation>
    </message>
</context>
<context>
    <name>CurveGraph</name>
    <message>
        <source>A click adds a point, a drag moves it, a double click or the Delete key takes it away.
Ctrl and the arrows choose one, arrows move it, with Shift finely; Enter adds one.</source>
        <translation>单击添加一个点，拖动可移动它，双击或按 Delete 键可移除它。
Ctrl 加方向键选择点，方向键移动它，按住 Shift 微调；按 Enter 添加一个点。</translation>
    </message>
    <message>
        <source>Tone curve: {name}</source>
        <translation>色调曲线：{name}</translation>
    </message>
    <message>
        <source>{count} points</source>
        <translation>{count} 个点</translation>
    </message>
    <message>
        <source>Point {number} of {count}: {x} becomes {y}</source>
        <translation>第 {number} 个点，共 {count} 个：{x} 变为 {y}</translation>
    </message>
</context>
<context>
    <name>DragHandle</name>
    <message>
        <source>Drag the picture into another program</source>
        <translation>将图片拖到其他程序</translation>
    </message>
    <message>
        <source>Drag the picture into another program, as soon as there is a result.</source>
        <translation>有结果后，可将图片拖到其他程序。</translation>
    </message>
    <message>
        <source>Drag from here into another program. It gets the full size, {name}.</source>
        <translation>从这里拖到其他程序。得到的是完整尺寸：{name}。</translation>
    </message>
    <message>
        <source>Drag from here into another program. It gets the preview, {width} × {height} pixels; after Ctrl+C or an export, the full size.</source>
        <translation>从这里拖到其他程序。得到的是预览，{width} × {height} 像素；按 Ctrl+C 复制或导出之后则为完整尺寸。</translation>
    </message>
</context>
<context>
    <name>Dropping</name>
    <message>
        <source>Add {count} references</source>
        <translation>添加 {count} 张参考图</translation>
    </message>
    <message>
        <source>Match its colours</source>
        <translation>匹配其颜色</translation>
    </message>
    <message>
        <source>Import {count} presets</source>
        <translation>导入 {count} 个预设</translation>
    </message>
    <message>
        <source>Import preset</source>
        <translation>导入预设</translation>
    </message>
    <message>
        <source>Open {name}</source>
        <translation>打开 {name}</translation>
    </message>
    <message>
        <source>Open picture</source>
        <translation>打开图片</translation>
    </message>
    <message>
        <source>Open photos and folders</source>
        <translation>打开照片和文件夹</translation>
    </message>
    <message>
        <source>Open folders</source>
        <translation>打开文件夹</translation>
    </message>
    <message>
        <source>Open {count} photos</source>
        <translation>打开 {count} 张照片</translation>
    </message>
</context>
<context>
    <name>EngineThread</name>
    <message>
        <source>There is not enough memory. Close other programs.</source>
        <translation>内存不足。请关闭其他程序。</translation>
    </message>
    <message>
        <source>Loading the network</source>
        <translation>正在加载网络</translation>
    </message>
    <message>
        <source>Brightening</source>
        <translation>正在提亮</translation>
    </message>
    <message>
        <source>Full-size detail</source>
        <translation>全尺寸细节</translation>
    </message>
    <message>
        <source>Exporting {name}</source>
        <translation>正在导出 {name}</translation>
    </message>
    <message>
        <source>Copying {name}</source>
        <translation>正在复制 {name}</translation>
    </message>
</context>
<context>
    <name>ErrorDialog</name>
    <message>
        <source>Unexpected error</source>
        <translation>意外错误</translation>
    </message>
    <message>
        <source>Something went wrong that should not.</source>
        <translation>发生了不该发生的错误。</translation>
    </message>
    <message>
        <source>Your photo is untouched and you can go on. If it happens again, export what you have and start the program anew. The report below helps to mend it.</source>
        <translation>您的照片未受影响，可以继续操作。如果再次发生，请导出现有结果并重新启动程序。下面的报告有助于修复此问题。</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>报告</translation>
    </message>
    <message>
        <source>Copy report</source>
        <translation>复制报告</translation>
    </message>
    <message>
        <source>Show log folder</source>
        <translation>打开日志文件夹</translation>
    </message>
    <message>
        <source>Errors since then, which are in the log: {count}</source>
        <translation>此后又发生的错误（见日志）：{count}</translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message>
        <source>Export {name}</source>
        <translation>导出 {name}</translation>
    </message>
    <message>
        <source>Quality</source>
        <translation>品质</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>尺寸</translation>
    </message>
    <message>
        <source>&amp;Preset</source>
        <translation>预设(&amp;P)</translation>
    </message>
    <message>
        <source>S&amp;harpen</source>
        <translation>锐化(&amp;H)</translation>
    </message>
    <message>
        <source>Metadata</source>
        <translation>元数据</translation>
    </message>
    <message>
        <source>F&amp;ile</source>
        <translation>文件(&amp;I)</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>&amp;Export</source>
        <translation>导出(&amp;E)</translation>
    </message>
    <message>
        <source>{width} × {height} pixels, without metadata, in {colours}</source>
        <translation>{width} × {height} 像素，不含元数据，{colours}</translation>
    </message>
    <message>
        <source>Name a file.</source>
        <translation>请指定文件名。</translation>
    </message>
    <message>
        <source>{name} is a folder. Name a file in it.</source>
        <translation>{name} 是文件夹。请指定其中的文件名。</translation>
    </message>
    <message>
        <source>The folder {name} does not exist.</source>
        <translation>文件夹 {name} 不存在。</translation>
    </message>
    <message>
        <source>{name} is being exported already. Choose another name.</source>
        <translation>{name} 正在导出。请换一个名称。</translation>
    </message>
    <message>
        <source>{name} is the photo itself. Choose another name.</source>
        <translation>{name} 就是照片本身。请换一个名称。</translation>
    </message>
    <message>
        <source>{name} is a photo of the filmstrip. Choose another name.</source>
        <translation>{name} 是胶片条中的照片。请选择其他名称。</translation>
    </message>
    <message>
        <source>{name} exists already. Tick the box, or choose another name.</source>
        <translation>{name} 已存在。请勾选复选框，或换一个名称。</translation>
    </message>
    <message>
        <source>No file can have this name ({reason}).</source>
        <translation>文件不能使用此名称（{reason}）。</translation>
    </message>
    <message>
        <source>&amp;Browse…</source>
        <translation>浏览(&amp;B)…</translation>
    </message>
    <message>
        <source>&amp;Replace the existing file</source>
        <translation>替换现有文件(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Format</source>
        <translation>格式(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Quality</source>
        <translation>质量(&amp;Q)</translation>
    </message>
    <message>
        <source>&amp;Depth</source>
        <translation>位深(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Colours</source>
        <translation>色彩空间(&amp;C)</translation>
    </message>
    <message>
        <source>{bits} bits per channel</source>
        <translation>每通道 {bits} 位</translation>
    </message>
    <message>
        <source>{width} × {height} pixels, all of the crop, with the photo&apos;s metadata, in {colours}</source>
        <translation>{width} × {height} 像素，完整裁剪区域，保留照片的元数据，色彩空间 {colours}</translation>
    </message>
    <message>
        <source>{width} × {height} pixels, the photo&apos;s own size, with its metadata, in {colours}</source>
        <translation>{width} × {height} 像素（照片原尺寸），含元数据，{colours}</translation>
    </message>
    <message>
        <source>{width} × {height} pixels, with the photo&apos;s metadata, in {colours}</source>
        <translation>{width} × {height} 像素，含照片元数据，{colours}</translation>
    </message>
    <message>
        <source>{name} is no file that could be replaced. Choose another name.</source>
        <translation>{name} 不是可以替换的文件。请换一个名称。</translation>
    </message>
    <message>
        <source>Export as</source>
        <translation>导出为</translation>
    </message>
</context>
<context>
    <name>ExportPresetRow</name>
    <message>
        <source>Preset</source>
        <translation>预设</translation>
    </message>
    <message>
        <source>Sa&amp;ve…</source>
        <translation>保存(&amp;V)…</translation>
    </message>
    <message>
        <source>Keep these choices as an export preset</source>
        <translation>将这些选择保存为导出预设</translation>
    </message>
    <message>
        <source>Dele&amp;te</source>
        <translation>删除(&amp;T)</translation>
    </message>
    <message>
        <source>Delete the chosen export preset</source>
        <translation>删除所选的导出预设</translation>
    </message>
    <message>
        <source>No preset</source>
        <translation>无预设</translation>
    </message>
    <message>
        <source>Takes the place of the preset of this name.</source>
        <translation>将取代同名预设。</translation>
    </message>
    <message>
        <source>My export</source>
        <translation>我的导出</translation>
    </message>
    <message>
        <source>Save export preset</source>
        <translation>保存导出预设</translation>
    </message>
</context>
<context>
    <name>ExportQueue</name>
    <message>
        <source>Exports</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Exports of this window are listed here; a double click opens a file.</source>
        <translation>此处列出此窗口的导出；双击可打开文件。</translation>
    </message>
    <message>
        <source>&amp;Open</source>
        <translation>打开(&amp;O)</translation>
    </message>
    <message>
        <source>S&amp;how folder</source>
        <translation>显示文件夹(&amp;H)</translation>
    </message>
    <message>
        <source>Canc&amp;el</source>
        <translation>取消(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Close</source>
        <translation>关闭(&amp;C)</translation>
    </message>
    <message>
        <source>Queued</source>
        <translation>排队中</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>已取消</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
</context>
<context>
    <name>Exporting</name>
    <message>
        <source>Another photo was opened meanwhile; {name} was not exported.</source>
        <translation>期间打开了另一张照片；{name} 未导出。</translation>
    </message>
    <message>
        <source>Export under way</source>
        <translation>正在导出</translation>
    </message>
    <message>
        <source>Stop and close</source>
        <translation>停止并关闭</translation>
    </message>
    <message>
        <source>Keep exporting</source>
        <translation>继续导出</translation>
    </message>
    <message>
        <source>Copy under way</source>
        <translation>正在复制</translation>
    </message>
    <message>
        <source>Keep copying</source>
        <translation>继续复制</translation>
    </message>
    <message>
        <source>{name} is not written yet.</source>
        <translation>{name} 尚未写入。</translation>
    </message>
    <message>
        <source>Not written yet: {names}</source>
        <translation>尚未写入：{names}</translation>
    </message>
    <message>
        <source>The batch is not finished.</source>
        <translation>批处理尚未完成。</translation>
    </message>
    <message>
        <source>{name} is not on the clipboard yet.</source>
        <translation>{name} 尚未复制到剪贴板。</translation>
    </message>
    <message>
        <source>The export of {name} was cancelled. Nothing was written.</source>
        <translation>{name} 的导出已取消，未写入任何内容。</translation>
    </message>
    <message>
        <source>Exported {name} ({seconds} s)</source>
        <translation>已导出 {name}（{seconds} 秒）</translation>
    </message>
    <message>
        <source>Show folder</source>
        <translation>打开文件夹</translation>
    </message>
    <message>
        <source>Batch: {number} of {count}</source>
        <translation>批处理：第 {number} 张，共 {count} 张</translation>
    </message>
    <message>
        <source>Batch: {message}</source>
        <translation>批处理：{message}</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>查看</translation>
    </message>
</context>
<context>
    <name>Filmstrip</name>
    <message>
        <source>Filmstrip</source>
        <translation>胶片条</translation>
    </message>
    <message>
        <source>Remove from filmstrip</source>
        <translation>从胶片栏移除</translation>
    </message>
    <message>
        <source>The file stays where it is (Delete)</source>
        <translation>文件保留在原处 (Delete)</translation>
    </message>
    <message>
        <source>Remove unreadable files</source>
        <translation>移除无法读取的文件</translation>
    </message>
    <message>
        <source>The files stay where they are (Shift+Delete)</source>
        <translation>文件保留在原处 (Shift+Delete)</translation>
    </message>
    <message>
        <source>Show all photos</source>
        <translation>显示所有照片</translation>
    </message>
    <message>
        <source>Show flagged photos</source>
        <translation>显示已标旗的照片</translation>
    </message>
    <message>
        <source>Show edited photos</source>
        <translation>显示已编辑的照片</translation>
    </message>
    <message>
        <source>Show unedited photos</source>
        <translation>显示未编辑的照片</translation>
    </message>
    <message>
        <source>Which photos are shown</source>
        <translation>显示哪些照片</translation>
    </message>
    <message>
        <source>Thumbnails</source>
        <translation>缩略图</translation>
    </message>
    <message>
        <source>flagged</source>
        <translation>已标旗</translation>
    </message>
    <message>
        <source>Shown as it was taken. Open it, and it is brightened.</source>
        <translation>按拍摄时的原样显示。打开后即被提亮。</translation>
    </message>
    <message>
        <source>Pasted picture {number}</source>
        <translation>粘贴的图片 {number}</translation>
    </message>
    <message>
        <source>This picture has no file. Export it to keep it.</source>
        <translation>此图片没有文件。如需保留，请将其导出。</translation>
    </message>
    <message>
        <source>open</source>
        <translation>已打开</translation>
    </message>
    <message>
        <source>edited</source>
        <translation>已编辑</translation>
    </message>
</context>
<context>
    <name>Flagging</name>
    <message>
        <source>{name} is flagged.</source>
        <translation>{name} 已标旗。</translation>
    </message>
    <message>
        <source>{name} is not flagged.</source>
        <translation>{name} 未标旗。</translation>
    </message>
</context>
<context>
    <name>Following</name>
    <message>
        <source>{count} references added</source>
        <translation>已添加 {count} 张参考图</translation>
    </message>
    <message>
        <source>Matching the colours of {name}</source>
        <translation>正在匹配 {name} 的颜色</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
</context>
<context>
    <name>GreyPicker</name>
    <message>
        <source>Click on something that should be neutral grey; Escape ends this.</source>
        <translation>点击应为中性灰的部分；按 Esc 结束。</translation>
    </message>
    <message>
        <source>White balance picker</source>
        <translation>白平衡吸管</translation>
    </message>
</context>
<context>
    <name>Help</name>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>键盘快捷键</translation>
    </message>
    <message>
        <source>Show log folder</source>
        <translation>打开日志文件夹</translation>
    </message>
    <message>
        <source>About CCNet Studio</source>
        <translation>关于 CCNet Studio</translation>
    </message>
    <message>
        <source>No file manager could be started. The log is in {name}.</source>
        <translation>无法启动文件管理器。日志位于 {name}。</translation>
    </message>
</context>
<context>
    <name>Histogram</name>
    <message>
        <source>Drag left or right to change the tones below the pointer</source>
        <translation>左右拖动以改变指针下的影调</translation>
    </message>
    <message>
        <source>Histogram</source>
        <translation>直方图</translation>
    </message>
    <message>
        <source>Clipped shadows</source>
        <translation>阴影溢出</translation>
    </message>
    <message>
        <source>Clipped highlights</source>
        <translation>高光溢出</translation>
    </message>
</context>
<context>
    <name>HistoryPanel</name>
    <message>
        <source>History</source>
        <translation>历史记录</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>导入</translation>
    </message>
    <message>
        <source>Close the history (H)</source>
        <translation>关闭历史记录 (H)</translation>
    </message>
    <message>
        <source>Close the history</source>
        <translation>关闭历史记录</translation>
    </message>
</context>
<context>
    <name>JumpButton</name>
    <message>
        <source>Go to {section}</source>
        <translation>转到{section}</translation>
    </message>
    <message>
        <source>{section}, edited</source>
        <translation>{section}，已编辑</translation>
    </message>
    <message>
        <source>edited</source>
        <translation>已编辑</translation>
    </message>
</context>
<context>
    <name>LongSide</name>
    <message>
        <source>Resize lon&amp;g edge to</source>
        <translation>长边调整为(&amp;G)</translation>
    </message>
    <message>
        <source> pixels</source>
        <translation> 像素</translation>
    </message>
    <message>
        <source>Long edge</source>
        <translation>长边</translation>
    </message>
    <message>
        <source>also at 1080, 640 px</source>
        <translation>另存 1080、640 像素</translation>
    </message>
    <message>
        <source>More long edges in pixels, each for a file of its own</source>
        <translation>更多长边像素值，每个各生成一个文件</translation>
    </message>
    <message>
        <source>More sizes</source>
        <translation>更多尺寸</translation>
    </message>
</context>
<context>
    <name>LookBox</name>
    <message>
        <source>Each photo&apos;s own</source>
        <translation>使用每张照片自己的调整</translation>
    </message>
    <message>
        <source>As in the window now</source>
        <translation>使用窗口当前的调整</translation>
    </message>
    <message>
        <source>None: brighten only</source>
        <translation>无：仅提亮</translation>
    </message>
    <message>
        <source>Preset: {name}</source>
        <translation>预设：{name}</translation>
    </message>
    <message>
        <source>Style: {name}</source>
        <translation>风格：{name}</translation>
    </message>
    <message>
        <source>Preset: {name} (gone)</source>
        <translation>预设：{name}（已不存在）</translation>
    </message>
    <message>
        <source>Style: {name} (gone)</source>
        <translation>风格：{name}（已不存在）</translation>
    </message>
</context>
<context>
    <name>LookFiles</name>
    <message>
        <source>Looks (*.cube *.png *.tif *.tiff)</source>
        <translation>风格文件 (*.cube *.png *.tif *.tiff)</translation>
    </message>
    <message>
        <source>Add looks</source>
        <translation>添加风格文件</translation>
    </message>
    <message>
        <source>Save colours as a look, without what acts on places</source>
        <translation>将颜色保存为风格文件（不含局部效果）</translation>
    </message>
    <message>
        <source>Looks (*.cube)</source>
        <translation>风格文件 (*.cube)</translation>
    </message>
    <message>
        <source>{name} is saved.</source>
        <translation>{name} 已保存。</translation>
    </message>
    <message>
        <source>Masks</source>
        <translation>蒙版</translation>
    </message>
    <message>
        <source>It cannot hold what acts on places: {names}.</source>
        <translation>它无法包含局部效果：{names}。</translation>
    </message>
</context>
<context>
    <name>LookList</name>
    <message>
        <source>Add look…</source>
        <translation>添加风格文件…</translation>
    </message>
    <message>
        <source>Let the colours go through a .cube file or a Hald CLUT picture</source>
        <translation>让颜色经过 .cube 文件或 Hald CLUT 图片</translation>
    </message>
    <message>
        <source>Look {name}</source>
        <translation>风格文件 {name}</translation>
    </message>
    <message>
        <source>Look {name} {percent:.0f} %</source>
        <translation>风格文件 {name} {percent:.0f} %</translation>
    </message>
    <message>
        <source>Apply {name} earlier</source>
        <translation>提前应用 {name}</translation>
    </message>
    <message>
        <source>Remove {name}</source>
        <translation>移除 {name}</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Copy full size</source>
        <translation>复制完整尺寸</translation>
    </message>
    <message>
        <source>Use what I decide</source>
        <translation>使用我的决定</translation>
    </message>
    <message>
        <source>Adjustments from beside {name}</source>
        <translation>{name} 旁保存的调整</translation>
    </message>
    <message>
        <source>Use that</source>
        <translation>使用那一套</translation>
    </message>
    <message>
        <source>Preview: {name}</source>
        <translation>预览：{name}</translation>
    </message>
    <message>
        <source>Click to keep it</source>
        <translation>点击即采用</translation>
    </message>
    <message>
        <source>Reset all</source>
        <translation>全部重置</translation>
    </message>
</context>
<context>
    <name>MaskPanel</name>
    <message>
        <source>Show overlay (O)</source>
        <translation>显示叠加 (O)</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>Back to the adjustments of the whole photo (Escape)</source>
        <translation>返回整张照片的调整 (Esc)</translation>
    </message>
    <message>
        <source>Drag over the photo, from where all is adjusted to where nothing is.</source>
        <translation>在照片上拖动：从完全调整处拖到不调整处。</translation>
    </message>
    <message>
        <source>Drag over the photo, from the middle outwards; Shift draws a circle.</source>
        <translation>在照片上从中心向外拖动；按住 Shift 绘制圆形。</translation>
    </message>
    <message>
        <source>Paint on the photo; Alt erases, [ and ] size the brush, with Shift they soften it.</source>
        <translation>在照片上涂抹；Alt 擦除，[ 和 ] 改变画笔大小，加 Shift 改变柔和度。</translation>
    </message>
    <message>
        <source>Click in the photo on a place as bright as what is meant, or choose the range below.</source>
        <translation>在照片中点击与目标亮度相同的位置，或在下方选择范围。</translation>
    </message>
    <message>
        <source>Click on the colour in the photo that is to be adjusted.</source>
        <translation>点击照片中要调整的颜色。</translation>
    </message>
    <message>
        <source>Delete removes the mask.</source>
        <translation>Delete 键删除蒙版。</translation>
    </message>
    <message>
        <source>Drag a pin or handle to move it; Delete removes the mask.</source>
        <translation>拖动标记或手柄来移动；Delete 删除蒙版。</translation>
    </message>
    <message>
        <source>A gradient along a line, as for a sky</source>
        <translation>沿直线的渐变，例如用于天空</translation>
    </message>
    <message>
        <source>An ellipse, as for a face</source>
        <translation>椭圆，例如用于面部</translation>
    </message>
    <message>
        <source>What you paint</source>
        <translation>您涂抹的部分</translation>
    </message>
    <message>
        <source>What is as bright, wherever it is</source>
        <translation>相同亮度的部分，无论在何处</translation>
    </message>
    <message>
        <source>What has a colour that you pick in the photo</source>
        <translation>具有您在照片中选取的颜色的部分</translation>
    </message>
    <message>
        <source>Masks</source>
        <translation>蒙版</translation>
    </message>
    <message>
        <source>The tick shows a mask or hides it; a double click, or F2, gives it a name</source>
        <translation>勾选显示或隐藏蒙版；双击或 F2 重命名</translation>
    </message>
    <message>
        <source>Adjust parts of the photo: add a mask for each.</source>
        <translation>调整照片的局部：为每处添加一个蒙版。</translation>
    </message>
    <message>
        <source>Invert: adjust what is not covered</source>
        <translation>反转：调整未覆盖的部分</translation>
    </message>
    <message>
        <source>Invert</source>
        <translation>反转</translation>
    </message>
    <message>
        <source>Duplicate</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Strength</source>
        <translation>强度</translation>
    </message>
    <message>
        <source>How far the mask is applied.</source>
        <translation>蒙版的作用程度。</translation>
    </message>
    <message>
        <source>Softness</source>
        <translation>柔和度</translation>
    </message>
    <message>
        <source>How gradually the ellipse fades out.</source>
        <translation>椭圆边缘的渐变程度。</translation>
    </message>
    <message>
        <source>Follow edges</source>
        <translation>跟随边缘</translation>
    </message>
    <message>
        <source>Paint only what is as bright as what lies under the brush&apos;s middle</source>
        <translation>只涂抹与画笔中心处亮度相同的部分</translation>
    </message>
    <message>
        <source>Limit by luminance</source>
        <translation>按亮度限制</translation>
    </message>
    <message>
        <source>Adjust only what is as bright in the brightened photo</source>
        <translation>只调整提亮后照片中该亮度的部分</translation>
    </message>
    <message>
        <source>Pick the luminance in the photo</source>
        <translation>在照片中拾取亮度</translation>
    </message>
    <message>
        <source>Darkest</source>
        <translation>最暗</translation>
    </message>
    <message>
        <source>The darkest that is covered.</source>
        <translation>所覆盖的最暗亮度。</translation>
    </message>
    <message>
        <source>Brightest</source>
        <translation>最亮</translation>
    </message>
    <message>
        <source>The brightest that is covered.</source>
        <translation>所覆盖的最亮亮度。</translation>
    </message>
    <message>
        <source>Fading</source>
        <translation>渐变</translation>
    </message>
    <message>
        <source>How far beyond them it fades out.</source>
        <translation>在此范围之外渐变的宽度。</translation>
    </message>
    <message>
        <source>Limit by colour…</source>
        <translation>按颜色限制…</translation>
    </message>
    <message>
        <source>Adjust only what has a colour that you pick in the photo</source>
        <translation>只调整具有您在照片中选取的颜色的部分</translation>
    </message>
    <message>
        <source>Pick another colour</source>
        <translation>选取其他颜色</translation>
    </message>
    <message>
        <source>The colour that was clicked on</source>
        <translation>点击时的颜色</translation>
    </message>
    <message>
        <source>Tolerance</source>
        <translation>容差</translation>
    </message>
    <message>
        <source>How much colours may differ from that.</source>
        <translation>颜色可偏离的程度。</translation>
    </message>
    <message>
        <source>Brush size</source>
        <translation>画笔大小</translation>
    </message>
    <message>
        <source>Also [ and ].</source>
        <translation>也可用 [ 和 ]。</translation>
    </message>
    <message>
        <source>Also [ and ] with Shift.</source>
        <translation>也可用 Shift 加 [ 和 ]。</translation>
    </message>
    <message>
        <source>Reset values</source>
        <translation>重置数值</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>光线</translation>
    </message>
    <message>
        <source>Colour</source>
        <translation>颜色</translation>
    </message>
    <message>
        <source>Detail</source>
        <translation>细节</translation>
    </message>
    <message>
        <source>Add a mask</source>
        <translation>添加蒙版</translation>
    </message>
    <message>
        <source>No limit by colour</source>
        <translation>不按颜色限制</translation>
    </message>
    <message>
        <source>Show {name}</source>
        <translation>显示{name}</translation>
    </message>
    <message>
        <source>Hide {name}</source>
        <translation>隐藏{name}</translation>
    </message>
    <message>
        <source>Rename {name}</source>
        <translation>重命名{name}</translation>
    </message>
</context>
<context>
    <name>Masking</name>
    <message>
        <source>Duplicate {name}</source>
        <translation>复制{name}</translation>
    </message>
    <message>
        <source>Delete {name}</source>
        <translation>删除{name}</translation>
    </message>
    <message>
        <source>Luminance mask</source>
        <translation>亮度蒙版</translation>
    </message>
    <message>
        <source>Linear mask</source>
        <translation>线性蒙版</translation>
    </message>
    <message>
        <source>Radial mask</source>
        <translation>径向蒙版</translation>
    </message>
    <message>
        <source>Move {name}</source>
        <translation>移动{name}</translation>
    </message>
    <message>
        <source>Erase</source>
        <translation>擦除</translation>
    </message>
    <message>
        <source>Paint</source>
        <translation>涂抹</translation>
    </message>
    <message>
        <source>The masks of this photo hold no more strokes. Add no more, or delete a mask.</source>
        <translation>此照片的蒙版无法容纳更多笔画。请停止涂抹，或删除一个蒙版。</translation>
    </message>
    <message>
        <source>Limit {name} by colour</source>
        <translation>按颜色限制{name}</translation>
    </message>
    <message>
        <source>Colour mask</source>
        <translation>颜色蒙版</translation>
    </message>
    <message>
        <source>Pick luminance of {name}</source>
        <translation>拾取{name}的亮度</translation>
    </message>
</context>
<context>
    <name>Masks</name>
    <message>
        <source>Linear</source>
        <translation>线性</translation>
    </message>
    <message>
        <source>Radial</source>
        <translation>径向</translation>
    </message>
    <message>
        <source>Brush</source>
        <translation>画笔</translation>
    </message>
    <message>
        <source>Luminance</source>
        <translation>亮度</translation>
    </message>
    <message>
        <source>Colour</source>
        <translation>颜色</translation>
    </message>
</context>
<context>
    <name>Menus</name>
    <message>
        <source>&amp;File</source>
        <translation>文件(&amp;F)</translation>
    </message>
    <message>
        <source>Open…</source>
        <translation>打开…</translation>
    </message>
    <message>
        <source>Open folder…</source>
        <translation>打开文件夹…</translation>
    </message>
    <message>
        <source>Open recent</source>
        <translation>打开最近的照片</translation>
    </message>
    <message>
        <source>List all pictures of the file</source>
        <translation>列出文件中的所有图片</translation>
    </message>
    <message>
        <source>Open sample</source>
        <translation>打开示例</translation>
    </message>
    <message>
        <source>Add reference pictures…</source>
        <translation>添加参考图…</translation>
    </message>
    <message>
        <source>Save colours as a look…</source>
        <translation>将颜色保存为风格文件…</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Exports of this window…</source>
        <translation>此窗口的导出…</translation>
    </message>
    <message>
        <source>Batch…</source>
        <translation>批处理…</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>编辑(&amp;E)</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>重做</translation>
    </message>
    <message>
        <source>Undone: {step}</source>
        <translation>已撤销：{step}</translation>
    </message>
    <message>
        <source>Redone: {step}</source>
        <translation>已重做：{step}</translation>
    </message>
    <message>
        <source>Copy picture</source>
        <translation>复制图片</translation>
    </message>
    <message>
        <source>Paste picture</source>
        <translation>粘贴图片</translation>
    </message>
    <message>
        <source>Copy settings</source>
        <translation>复制设置</translation>
    </message>
    <message>
        <source>Paste settings</source>
        <translation>粘贴设置</translation>
    </message>
    <message>
        <source>Paste colours only</source>
        <translation>仅粘贴颜色</translation>
    </message>
    <message>
        <source>Paste crop only</source>
        <translation>仅粘贴裁剪</translation>
    </message>
    <message>
        <source>Paste masks only</source>
        <translation>仅粘贴蒙版</translation>
    </message>
    <message>
        <source>Sync settings…</source>
        <translation>同步设置…</translation>
    </message>
    <message>
        <source>Save preset…</source>
        <translation>保存预设…</translation>
    </message>
    <message>
        <source>New snapshot…</source>
        <translation>新建快照…</translation>
    </message>
    <message>
        <source>Import presets…</source>
        <translation>导入预设…</translation>
    </message>
    <message>
        <source>White balance picker</source>
        <translation>白平衡吸管</translation>
    </message>
    <message>
        <source>Auto white balance</source>
        <translation>自动白平衡</translation>
    </message>
    <message>
        <source>Reset all adjustments</source>
        <translation>重置所有调整</translation>
    </message>
    <message>
        <source>Preferences…</source>
        <translation>首选项…</translation>
    </message>
    <message>
        <source>Crop and straighten</source>
        <translation>裁剪和拉直</translation>
    </message>
    <message>
        <source>Rotate left</source>
        <translation>向左旋转</translation>
    </message>
    <message>
        <source>Rotate right</source>
        <translation>向右旋转</translation>
    </message>
    <message>
        <source>Flip horizontally</source>
        <translation>水平翻转</translation>
    </message>
    <message>
        <source>Flip vertically</source>
        <translation>垂直翻转</translation>
    </message>
    <message>
        <source>Masks</source>
        <translation>蒙版</translation>
    </message>
    <message>
        <source>Mask overlay</source>
        <translation>蒙版叠加</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>视图(&amp;V)</translation>
    </message>
    <message>
        <source>Fit</source>
        <translation>适合窗口</translation>
    </message>
    <message>
        <source>Actual pixels (1:1)</source>
        <translation>实际像素 (1:1)</translation>
    </message>
    <message>
        <source>Fill</source>
        <translation>填充窗口</translation>
    </message>
    <message>
        <source>Double size (2:1)</source>
        <translation>两倍大小 (2:1)</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>放大</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>缩小</translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation>全屏</translation>
    </message>
    <message>
        <source>Split view</source>
        <translation>分割视图</translation>
    </message>
    <message>
        <source>Before above after</source>
        <translation>上下对比</translation>
    </message>
    <message>
        <source>Side by side</source>
        <translation>并排对比</translation>
    </message>
    <message>
        <source>Show original (hold \ to peek)</source>
        <translation>显示原图（按住 \ 临时查看）</translation>
    </message>
    <message>
        <source>Original</source>
        <translation>原图</translation>
    </message>
    <message>
        <source>Show clipping</source>
        <translation>显示溢出</translation>
    </message>
    <message>
        <source>Panel (Tab in the photo)</source>
        <translation>面板（在照片中按 Tab）</translation>
    </message>
    <message>
        <source>Go to the panel, or back to the photo</source>
        <translation>转到面板或返回照片</translation>
    </message>
    <message>
        <source>Presets</source>
        <translation>预设</translation>
    </message>
    <message>
        <source>Snapshots</source>
        <translation>快照</translation>
    </message>
    <message>
        <source>Go to the newest message</source>
        <translation>转到最新消息</translation>
    </message>
    <message>
        <source>History</source>
        <translation>历史记录</translation>
    </message>
    <message>
        <source>Previous photo</source>
        <translation>上一张照片</translation>
    </message>
    <message>
        <source>Next photo</source>
        <translation>下一张照片</translation>
    </message>
    <message>
        <source>Filmstrip</source>
        <translation>胶片条</translation>
    </message>
    <message>
        <source>Flag</source>
        <translation>标旗</translation>
    </message>
    <message>
        <source>Remove flag</source>
        <translation>移除旗标</translation>
    </message>
    <message>
        <source>Unflag</source>
        <translation>取消旗标</translation>
    </message>
    <message>
        <source>Select all photos</source>
        <translation>选择所有照片</translation>
    </message>
    <message>
        <source>Select this photo alone</source>
        <translation>仅选择这张照片</translation>
    </message>
    <message>
        <source>Show in the filmstrip</source>
        <translation>在胶片条中显示</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>帮助(&amp;H)</translation>
    </message>
    <message>
        <source>Tools</source>
        <translation>工具</translation>
    </message>
    <message>
        <source>View of the photo</source>
        <translation>照片视图</translation>
    </message>
    <message>
        <source>Tools of the photo</source>
        <translation>照片工具</translation>
    </message>
    <message>
        <source>Crop</source>
        <translation>裁剪</translation>
    </message>
</context>
<context>
    <name>Messages</name>
    <message>
        <source>{problem}. {advice}</source>
        <translation>{problem}。{advice}</translation>
    </message>
    <message>
        <source>{file}: {problem}. {advice}</source>
        <translation>{file}: {problem}。{advice}</translation>
    </message>
    <message>
        <source>{error} The photo is shown without this look.</source>
        <translation>{error} 照片将不使用此风格文件显示。</translation>
    </message>
    <message>
        <source>line {number} of it cannot be read ({reason})</source>
        <translation>其中第 {number} 行无法读取（{reason}）</translation>
    </message>
    <message>
        <source>Export the look again from the program that made it.</source>
        <translation>请在制作它的程序中重新导出此风格文件。</translation>
    </message>
    <message>
        <source>Choose a .cube file or a Hald CLUT picture.</source>
        <translation>请选择 .cube 文件或 Hald CLUT 图片。</translation>
    </message>
    <message>
        <source>it lies on another machine, which was not asked for it</source>
        <translation>它位于另一台计算机上，未向其请求</translation>
    </message>
    <message>
        <source>Add the look again to use it.</source>
        <translation>请重新添加此风格文件以使用它。</translation>
    </message>
    <message>
        <source>it is no Hald CLUT: {width} × {height} pixels are not 8, 27, 64, 125, 216, 343 or 512 squared</source>
        <translation>它不是 Hald CLUT：{width} × {height} 像素不是边长为 8、27、64、125、216、343 或 512 的正方形</translation>
    </message>
    <message>
        <source>the file does not exist</source>
        <translation>文件不存在</translation>
    </message>
    <message>
        <source>Check the name, or whether it was moved.</source>
        <translation>请检查名称，或文件是否已被移动。</translation>
    </message>
    <message>
        <source>there is no permission to read it</source>
        <translation>没有读取权限</translation>
    </message>
    <message>
        <source>Change the file&apos;s permissions or copy it elsewhere.</source>
        <translation>请更改文件的权限，或将其复制到别处。</translation>
    </message>
    <message>
        <source>this is a folder</source>
        <translation>这是一个文件夹</translation>
    </message>
    <message>
        <source>Choose a photo inside it.</source>
        <translation>请选择其中的一张照片。</translation>
    </message>
    <message>
        <source>the file name is too long</source>
        <translation>文件名过长</translation>
    </message>
    <message>
        <source>Rename the file.</source>
        <translation>请重命名该文件。</translation>
    </message>
    <message>
        <source>it could not be read ({reason})</source>
        <translation>无法读取（{reason}）</translation>
    </message>
    <message>
        <source>Check the disk, or copy the file elsewhere.</source>
        <translation>请检查磁盘，或将文件复制到别处。</translation>
    </message>
    <message>
        <source>there is not enough memory to open it</source>
        <translation>内存不足，无法打开</translation>
    </message>
    <message>
        <source>Close other programs and retry.</source>
        <translation>请关闭其他程序后重试。</translation>
    </message>
    <message>
        <source>it has too many pixels</source>
        <translation>像素过多</translation>
    </message>
    <message>
        <source>Save a smaller version of it first.</source>
        <translation>请先另存一个较小的版本。</translation>
    </message>
    <message>
        <source>{width} × {height} pixels are more than the {megapixels} megapixels that can be opened</source>
        <translation>{width} × {height} 像素超过了可打开的 {megapixels} 百万像素</translation>
    </message>
    <message>
        <source>this is not a regular file</source>
        <translation>这不是普通文件</translation>
    </message>
    <message>
        <source>Choose a photo file.</source>
        <translation>请选择照片文件。</translation>
    </message>
    <message>
        <source>the file is larger than 2 GiB</source>
        <translation>文件大于 2 GiB</translation>
    </message>
    <message>
        <source>the name is not a file name</source>
        <translation>该名称不是文件名</translation>
    </message>
    <message>
        <source>Check the name.</source>
        <translation>请检查名称。</translation>
    </message>
    <message>
        <source>the file is empty</source>
        <translation>文件为空</translation>
    </message>
    <message>
        <source>Copy it again from where it came from.</source>
        <translation>请从原处重新复制。</translation>
    </message>
    <message>
        <source>the file is damaged or cut short</source>
        <translation>文件已损坏或不完整</translation>
    </message>
    <message>
        <source>Copy it again from the camera or wherever it came from.</source>
        <translation>请从相机或原处重新复制。</translation>
    </message>
    <message>
        <source>this kind of JPEG cannot be opened</source>
        <translation>无法打开这种 JPEG</translation>
    </message>
    <message>
        <source>Save it as an ordinary JPEG, PNG or TIFF with the program that made it.</source>
        <translation>请用生成它的程序将其另存为普通的 JPEG、PNG 或 TIFF。</translation>
    </message>
    <message>
        <source>this kind of HEIC cannot be opened</source>
        <translation>无法打开这种 HEIC</translation>
    </message>
    <message>
        <source>this picture is coded as {codec}, which cannot be opened</source>
        <translation>此图片以 {codec} 编码，无法打开</translation>
    </message>
    <message>
        <source>uncompressed samples</source>
        <translation>未压缩数据</translation>
    </message>
    <message>
        <source>this is a PNG of Apple&apos;s own kind, which cannot be opened</source>
        <translation>这是 Apple 专有的 PNG，无法打开</translation>
    </message>
    <message>
        <source>this BMP holds a JPEG or PNG for printers, and cannot be opened</source>
        <translation>此 BMP 内含供打印机使用的 JPEG 或 PNG，无法打开</translation>
    </message>
    <message>
        <source>JPEG XL files need the imagecodecs package</source>
        <translation>JPEG XL 文件需要 imagecodecs 软件包</translation>
    </message>
    <message>
        <source>Install it with: pip install &quot;ccnet-studio[codecs]&quot;</source>
        <translation>请用以下命令安装：pip install &quot;ccnet-studio[codecs]&quot;</translation>
    </message>
    <message>
        <source>the colours of this JPEG XL cannot be told</source>
        <translation>无法确定此 JPEG XL 的颜色</translation>
    </message>
    <message>
        <source>JPEG XL files with a colour profile of their own cannot be opened</source>
        <translation>无法打开带有自有色彩配置文件的 JPEG XL 文件</translation>
    </message>
    <message>
        <source>this kind of JPEG XL cannot be opened</source>
        <translation>无法打开这种 JPEG XL</translation>
    </message>
    <message>
        <source>TIFF files compressed by {name} in this way cannot be opened</source>
        <translation>无法打开以 {name} 这样压缩的 TIFF 文件</translation>
    </message>
    <message>
        <source>TIFF files of this depth cannot be opened</source>
        <translation>无法打开这种位深的 TIFF 文件</translation>
    </message>
    <message>
        <source>TIFF files of this kind of colours ({kind}) cannot be opened</source>
        <translation>无法打开这类色彩（{kind}）的 TIFF 文件</translation>
    </message>
    <message>
        <source>TIFF files of {samples} channels of this kind cannot be opened</source>
        <translation>无法打开含 {samples} 个此类通道的 TIFF 文件</translation>
    </message>
    <message>
        <source>TIFF files of so many channels cannot be opened</source>
        <translation>无法打开通道如此之多的 TIFF 文件</translation>
    </message>
    <message>
        <source>Save it as 8- or 16-bit TIFF with LZW; or install: pip install &quot;ccnet-studio[codecs]&quot;</source>
        <translation>请另存为 8 位或 16 位、LZW 压缩的 TIFF；或安装：pip install &quot;ccnet-studio[codecs]&quot;</translation>
    </message>
    <message>
        <source>it has {pages} pictures, and no picture {page}</source>
        <translation>其中有 {pages} 张图片，没有第 {page} 张</translation>
    </message>
    <message>
        <source>Choose another one.</source>
        <translation>请选择另一张。</translation>
    </message>
    <message>
        <source>The end of the file is missing: {percent} % of the picture is grey or coarse.</source>
        <translation>文件末尾缺失：图片的 {percent} % 为灰色或粗糙。</translation>
    </message>
    <message>
        <source>It is an HDR picture ({kind}): 203 cd/m² are white, and what is brighter is compressed.</source>
        <translation>这是 HDR 图片（{kind}）：203 cd/m² 显示为白色，更亮的部分被压缩。</translation>
    </message>
    <message>
        <source>It holds a gain map for HDR displays; the base picture is shown.</source>
        <translation>其中含有供 HDR 显示器使用的增益图；显示的是基础图片。</translation>
    </message>
    <message>
        <source>It holds {pages} pictures, of which the first is shown.</source>
        <translation>其中有 {pages} 张图片，显示的是第一张。</translation>
    </message>
    <message>
        <source>It has {channels} channels, of which the first is shown.</source>
        <translation>其中有 {channels} 个通道，显示的是第一个。</translation>
    </message>
    <message>
        <source>Its XMP is damaged or too large; it is left out.</source>
        <translation>其 XMP 已损坏或过大，已略去。</translation>
    </message>
    <message>
        <source>{file} beside it cannot be read; it is left out.</source>
        <translation>旁边的 {file} 无法读取，已略去。</translation>
    </message>
    <message>
        <source>Its XMP does not fit into JPEG; it is left out.</source>
        <translation>其 XMP 放不进 JPEG，已略去。</translation>
    </message>
    <message>
        <source>JPEG holds 64 KB of EXIF; the {count} largest fields are left out.</source>
        <translation>JPEG 只能容纳 64 KB 的 EXIF；最大的 {count} 个字段已略去。</translation>
    </message>
    <message>
        <source>Choose one of {formats}.</source>
        <translation>请选择以下之一：{formats}。</translation>
    </message>
    <message>
        <source>Choose 8 or 16, or 10 for avif.</source>
        <translation>请选择 8 或 16；avif 可选 10。</translation>
    </message>
    <message>
        <source>{bits} bits a channel do not fit into {format}, which holds {depths}</source>
        <translation>{format} 只支持每通道 {depths} 位，放不下 {bits} 位</translation>
    </message>
    <message>
        <source>there is no profile {profile!r}</source>
        <translation>没有配置文件 {profile!r}</translation>
    </message>
    <message>
        <source>Choose one of {profiles}.</source>
        <translation>请选择以下之一：{profiles}。</translation>
    </message>
    <message>
        <source>this is not a picture, or not of a kind that can be opened</source>
        <translation>这不是图片，或不是可以打开的类型</translation>
    </message>
    <message>
        <source>Choose a JPEG, PNG, TIFF, WebP, BMP, HEIC, AVIF or camera raw file.</source>
        <translation>请选择 JPEG、PNG、TIFF、WebP、BMP、HEIC、AVIF 或相机 RAW 文件。</translation>
    </message>
    <message>
        <source>{kind} files cannot be opened</source>
        <translation>无法打开 {kind} 文件</translation>
    </message>
    <message>
        <source>Save it as a 16-bit TIFF or PNG first.</source>
        <translation>请先另存为 16 位 TIFF 或 PNG。</translation>
    </message>
    <message>
        <source>pictures that store their values as {mode} cannot be opened</source>
        <translation>无法打开以 {mode} 存储数值的图片</translation>
    </message>
    <message>
        <source>Save it as 8- or 16-bit RGB first.</source>
        <translation>请先另存为 8 位或 16 位 RGB。</translation>
    </message>
    <message>
        <source>camera raw files need the rawpy package</source>
        <translation>相机 RAW 文件需要 rawpy 软件包</translation>
    </message>
    <message>
        <source>Install it with: pip install &quot;ccnet-studio[raw]&quot;</source>
        <translation>请安装：pip install &quot;ccnet-studio[raw]&quot;</translation>
    </message>
    <message>
        <source>this kind of raw file is not supported</source>
        <translation>不支持此类 RAW 文件</translation>
    </message>
    <message>
        <source>Convert it with the camera maker&apos;s software, to DNG or TIFF for example.</source>
        <translation>请使用相机厂商的软件转换，例如转换为 DNG 或 TIFF。</translation>
    </message>
    <message>
        <source>HEIC files need the pillow-heif package</source>
        <translation>HEIC 文件需要 pillow-heif 软件包</translation>
    </message>
    <message>
        <source>Install it with: pip install &quot;ccnet-studio[heif]&quot;</source>
        <translation>请安装：pip install &quot;ccnet-studio[heif]&quot;</translation>
    </message>
    <message>
        <source>this Pillow cannot open AVIF files</source>
        <translation>此 Pillow 无法打开 AVIF 文件</translation>
    </message>
    <message>
        <source>Install a newer one with: pip install --upgrade pillow</source>
        <translation>请安装较新的版本：pip install --upgrade pillow</translation>
    </message>
    <message>
        <source>this Pillow was built without AVIF</source>
        <translation>此 Pillow 构建时未包含 AVIF</translation>
    </message>
    <message>
        <source>Install Pillow from its official wheel.</source>
        <translation>请从官方 wheel 安装 Pillow。</translation>
    </message>
    <message>
        <source>the disk is full</source>
        <translation>磁盘已满</translation>
    </message>
    <message>
        <source>the disk quota is used up</source>
        <translation>磁盘配额已用完</translation>
    </message>
    <message>
        <source>Free some space or save to another disk.</source>
        <translation>请释放一些空间，或保存到其他磁盘。</translation>
    </message>
    <message>
        <source>there is no permission to write here</source>
        <translation>此处没有写入权限</translation>
    </message>
    <message>
        <source>Choose another folder.</source>
        <translation>请选择其他文件夹。</translation>
    </message>
    <message>
        <source>the disk is read-only</source>
        <translation>磁盘为只读</translation>
    </message>
    <message>
        <source>the folder does not exist</source>
        <translation>文件夹不存在</translation>
    </message>
    <message>
        <source>the folder {folder} does not exist</source>
        <translation>文件夹 {folder} 不存在</translation>
    </message>
    <message>
        <source>Create it first or choose another folder.</source>
        <translation>请先创建它，或选择其他文件夹。</translation>
    </message>
    <message>
        <source>Give a file name inside it.</source>
        <translation>请指定其中的文件名。</translation>
    </message>
    <message>
        <source>no file can be written in this folder</source>
        <translation>无法在此文件夹中写入文件</translation>
    </message>
    <message>
        <source>this is no file but a device</source>
        <translation>这不是文件，而是设备</translation>
    </message>
    <message>
        <source>Choose another name.</source>
        <translation>请选择其他名称。</translation>
    </message>
    <message>
        <source>a file of this name already exists</source>
        <translation>同名文件已存在</translation>
    </message>
    <message>
        <source>Choose another name or allow overwriting.</source>
        <translation>请选择其他名称，或允许覆盖。</translation>
    </message>
    <message>
        <source>Choose a shorter name.</source>
        <translation>请选择较短的名称。</translation>
    </message>
    <message>
        <source>it could not be saved ({reason})</source>
        <translation>无法保存（{reason}）</translation>
    </message>
    <message>
        <source>Try another folder or disk.</source>
        <translation>请尝试其他文件夹或磁盘。</translation>
    </message>
    <message>
        <source>there is not enough memory to save it</source>
        <translation>内存不足，无法保存</translation>
    </message>
    <message>
        <source>it could not be encoded ({reason})</source>
        <translation>无法编码（{reason}）</translation>
    </message>
    <message>
        <source>Try another format.</source>
        <translation>请尝试其他格式。</translation>
    </message>
    <message>
        <source>{format} pictures have at most {largest} pixels a side</source>
        <translation>{format} 图片每边最多 {largest} 像素</translation>
    </message>
    <message>
        <source>Save it as PNG or TIFF.</source>
        <translation>请另存为 PNG 或 TIFF。</translation>
    </message>
    <message>
        <source>the suffix {suffix} names no format that can be saved</source>
        <translation>后缀 {suffix} 不对应任何可保存的格式</translation>
    </message>
    <message>
        <source>without a suffix the name tells no format that can be saved</source>
        <translation>名称没有后缀，无法得知保存格式</translation>
    </message>
    <message>
        <source>Use one of {suffixes}.</source>
        <translation>请使用以下后缀之一：{suffixes}。</translation>
    </message>
    <message>
        <source>photos cannot be saved in the format {format!r}</source>
        <translation>无法以 {format!r} 格式保存照片</translation>
    </message>
    <message>
        <source>there is no quality {quality}</source>
        <translation>没有 {quality} 这一质量值</translation>
    </message>
    <message>
        <source>Choose one from 1 to 100.</source>
        <translation>请选择 1 到 100 之间的值。</translation>
    </message>
    <message>
        <source>there is no bit depth {bits}</source>
        <translation>没有 {bits} 位这一位深</translation>
    </message>
    <message>
        <source>there is no sharpening {amount!r}</source>
        <translation>没有 {amount!r} 这种锐化</translation>
    </message>
    <message>
        <source>Choose one of {amounts}.</source>
        <translation>请选择其中之一：{amounts}。</translation>
    </message>
    <message>
        <source>Choose png or tiff, or a bit depth of 8.</source>
        <translation>请选择 png 或 tiff，或选择 8 位。</translation>
    </message>
    <message>
        <source>Make the folder writable, or copy the photo elsewhere.</source>
        <translation>请使文件夹可写，或将照片复制到别处。</translation>
    </message>
    <message>
        <source>Make the disk writable, or copy the photo elsewhere.</source>
        <translation>请使磁盘可写，或将照片复制到别处。</translation>
    </message>
    <message>
        <source>Free some space.</source>
        <translation>请释放一些空间。</translation>
    </message>
    <message>
        <source>Give the photo a shorter name.</source>
        <translation>请为照片使用较短的名称。</translation>
    </message>
    <message>
        <source>Move that folder away.</source>
        <translation>请移走该文件夹。</translation>
    </message>
    <message>
        <source>Check the folder, or copy the photo elsewhere.</source>
        <translation>请检查文件夹，或将照片复制到别处。</translation>
    </message>
    <message>
        <source>Make it readable or move it away, then open the photo again.</source>
        <translation>请使其可读或将其移走，然后重新打开照片。</translation>
    </message>
    <message>
        <source>Repair it or move it away, then open the photo again.</source>
        <translation>请修复或移走它，然后重新打开照片。</translation>
    </message>
    <message>
        <source>Update the program, or move the file away; then open the photo again.</source>
        <translation>请更新程序或移走该文件，然后重新打开照片。</translation>
    </message>
    <message>
        <source>it is no regular file</source>
        <translation>它不是普通文件</translation>
    </message>
    <message>
        <source>it is a link to another file, which is not followed</source>
        <translation>它是指向另一个文件的链接，不会跟随</translation>
    </message>
    <message>
        <source>it is too large: more than {megabytes} MB</source>
        <translation>它太大：超过 {megabytes} MB</translation>
    </message>
    <message>
        <source>Move it away, or choose another folder for the results.</source>
        <translation>请将其移走，或为结果选择其他文件夹。</translation>
    </message>
    <message>
        <source>a newer version wrote it ({schema}; this one reads up to {newest})</source>
        <translation>由较新的版本写入（{schema}；本版本最高读取 {newest}）</translation>
    </message>
    <message>
        <source>it holds no adjustments that can be read ({reason})</source>
        <translation>其中没有可读取的调整（{reason}）</translation>
    </message>
    <message>
        <source>it holds no preset that can be read ({reason})</source>
        <translation>其中没有可读取的预设（{reason}）</translation>
    </message>
    <message>
        <source>Choose a preset&apos;s file that exists and can be read.</source>
        <translation>请选择存在且可读取的预设文件。</translation>
    </message>
    <message>
        <source>Export the preset again, or move the file away.</source>
        <translation>请重新导出预设，或移走该文件。</translation>
    </message>
    <message>
        <source>Update the program to use it.</source>
        <translation>请更新程序以使用它。</translation>
    </message>
    <message>
        <source>it could not be deleted ({reason})</source>
        <translation>无法删除（{reason}）</translation>
    </message>
    <message>
        <source>Make it and its folder writable, then try again.</source>
        <translation>请使其及所在文件夹可写，然后重试。</translation>
    </message>
    <message>
        <source>{file}: its header holds no CCNet configuration; choose a CCNet weights file</source>
        <translation>{file}: 文件头中没有 CCNet 配置；请选择 CCNet 权重文件</translation>
    </message>
    <message>
        <source>{file}: cannot be read as weights ({reason}); choose another file</source>
        <translation>{file}: 无法作为权重读取（{reason}）；请选择其他文件</translation>
    </message>
    <message>
        <source>{file}: cannot be read ({reason}); choose a file that is there and can be read</source>
        <translation>{file}: 无法读取（{reason}）；请选择一个存在且可读取的文件</translation>
    </message>
    <message>
        <source>{file}: holds values that are no finite numbers ({names}); choose another file</source>
        <translation>{file}: 含有非有限数值（{names}）；请选择其他文件</translation>
    </message>
    <message>
        <source>{file}: not the weights of this structure: {problems}; choose another file</source>
        <translation>{file}: 不是此结构的权重：{problems}；请选择其他文件</translation>
    </message>
    <message>
        <source>the name {name!r} has characters that Windows does not allow</source>
        <translation>名称 {name!r} 含有 Windows 不允许的字符</translation>
    </message>
    <message>
        <source>{file}: result of an earlier batch</source>
        <translation>{file}：之前批处理的结果</translation>
    </message>
    <message>
        <source>{file}: already finished: {result}</source>
        <translation>{file}：已完成：{result}</translation>
    </message>
    <message>
        <source>{file}: already exists: {result}</source>
        <translation>{file}：已存在：{result}</translation>
    </message>
    <message>
        <source>{file}: is no checkpoint of weights; choose another file</source>
        <translation>{file}: 不是权重检查点；请选择其他文件</translation>
    </message>
    <message>
        <source>{file}: holds no state dict; choose another file</source>
        <translation>{file}: 不含 state dict；请选择其他文件</translation>
    </message>
    <message>
        <source>{file}: there is not enough memory. Close other programs and try again.</source>
        <translation>{file}: 内存不足。请关闭其他程序后重试。</translation>
    </message>
    <message>
        <source>There is not enough memory. Close other programs and try again.</source>
        <translation>内存不足。请关闭其他程序后重试。</translation>
    </message>
    <message>
        <source>there is no long side of {pixels} pixels</source>
        <translation>长边不能为 {pixels} 像素</translation>
    </message>
    <message>
        <source>Choose one from 1.</source>
        <translation>请选择不小于 1 的值。</translation>
    </message>
    <message>
        <source>the name {name!r} has a lone brace</source>
        <translation>名称 {name!r} 中有不成对的花括号</translation>
    </message>
    <message>
        <source>the name {name!r} has an unknown placeholder {{{placeholder}}}</source>
        <translation>名称 {name!r} 中有未知的占位符 {{{placeholder}}}</translation>
    </message>
    <message>
        <source>the results need a name</source>
        <translation>尚未指定结果的名称</translation>
    </message>
    <message>
        <source>the name {name!r} leads into another folder</source>
        <translation>名称 {name!r} 指向其他文件夹</translation>
    </message>
    <message>
        <source>Use {name}, {number} and {date}, such as {name}-bright.</source>
        <translation>请使用 {name}、{number} 和 {date}，例如 {name}-bright。</translation>
    </message>
    <message>
        <source>a process ended with code {code} before it could work</source>
        <translation>一个进程还未开始工作就以代码 {code} 结束</translation>
    </message>
    <message>
        <source>{file}: its process was ended by the system, perhaps for lack of memory. Try again with fewer jobs.</source>
        <translation>{file}: 其进程被系统终止，可能是内存不足。请减少并行数量后重试。</translation>
    </message>
    <message>
        <source>{device} has too little memory for this photo; going on with the CPU</source>
        <translation>{device} 的内存不足以处理这张照片；改用 CPU 继续</translation>
    </message>
    <message>
        <source>{name!r} is no device; use auto, cpu or cuda</source>
        <translation>{name!r} 不是设备；请使用 auto、cpu 或 cuda</translation>
    </message>
    <message>
        <source>the device {name!r} is not available here; use cpu</source>
        <translation>此处没有设备 {name!r}；请使用 cpu</translation>
    </message>
    <message>
        <source>CPU, 1 thread</source>
        <translation>CPU，1 个线程</translation>
    </message>
    <message>
        <source>CPU, {threads} threads</source>
        <translation>CPU，{threads} 个线程</translation>
    </message>
</context>
<context>
    <name>MetadataChoice</name>
    <message>
        <source>Remove &amp;location</source>
        <translation>移除位置信息(&amp;L)</translation>
    </message>
    <message>
        <source>Remove all</source>
        <translation>全部移除</translation>
    </message>
    <message>
        <source>Camera, date, place, captions, rights; colours are told all the same</source>
        <translation>相机、日期、地点、说明、版权；颜色信息仍会保留</translation>
    </message>
</context>
<context>
    <name>MixerEditor</name>
    <message>
        <source>Hue</source>
        <translation>色相</translation>
    </message>
    <message>
        <source>Saturation</source>
        <translation>饱和度</translation>
    </message>
    <message>
        <source>Luminance</source>
        <translation>明亮度</translation>
    </message>
    <message>
        <source>Red</source>
        <translation>红色</translation>
    </message>
    <message>
        <source>Orange</source>
        <translation>橙色</translation>
    </message>
    <message>
        <source>Yellow</source>
        <translation>黄色</translation>
    </message>
    <message>
        <source>Green</source>
        <translation>绿色</translation>
    </message>
    <message>
        <source>Aqua</source>
        <translation>浅绿色</translation>
    </message>
    <message>
        <source>Blue</source>
        <translation>蓝色</translation>
    </message>
    <message>
        <source>Purple</source>
        <translation>紫色</translation>
    </message>
    <message>
        <source>Magenta</source>
        <translation>洋红色</translation>
    </message>
    <message>
        <source>Drag on the photo…</source>
        <translation>在照片上拖动…</translation>
    </message>
    <message>
        <source>Drag up or down on a colour in the photo to change it</source>
        <translation>在照片中的某种颜色上向上或向下拖动以更改它</translation>
    </message>
    <message>
        <source>{part}: {names}</source>
        <translation>{part}：{names}</translation>
    </message>
    <message>
        <source>Reset {part}: {names}</source>
        <translation>重置{part}：{names}</translation>
    </message>
</context>
<context>
    <name>Names</name>
    <message>
        <source>Pasted picture</source>
        <translation>粘贴的图片</translation>
    </message>
    <message>
        <source>Blue hour</source>
        <translation>蓝调时刻</translation>
    </message>
    <message>
        <source>Canyon</source>
        <translation>峡谷</translation>
    </message>
    <message>
        <source>Clear sea</source>
        <translation>清澈海水</translation>
    </message>
    <message>
        <source>Desert</source>
        <translation>沙漠</translation>
    </message>
    <message>
        <source>Golden hour</source>
        <translation>黄金时刻</translation>
    </message>
    <message>
        <source>Mountain lake</source>
        <translation>山间湖泊</translation>
    </message>
    <message>
        <source>Old town</source>
        <translation>老城</translation>
    </message>
    <message>
        <source>Periwinkle</source>
        <translation>长春花</translation>
    </message>
    <message>
        <source>Spice market</source>
        <translation>香料市场</translation>
    </message>
    <message>
        <source>Tea garden</source>
        <translation>茶园</translation>
    </message>
    <message>
        <source>Twilight path</source>
        <translation>暮色小径</translation>
    </message>
</context>
<context>
    <name>Notice</name>
    <message>
        <source>{count} older</source>
        <translation>另有 {count} 条</translation>
    </message>
</context>
<context>
    <name>NoticeLine</name>
    <message>
        <source>Dismiss</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>Opening</name>
    <message>
        <source>{name}: there is no photo in this folder. Choose another.</source>
        <translation>{name}：此文件夹中没有照片。请选择其他文件夹。</translation>
    </message>
    <message>
        <source>{name} was changed by another program, and is read anew.</source>
        <translation>{name} 已被其他程序更改，正在重新读取。</translation>
    </message>
    <message>
        <source>Open photos</source>
        <translation>打开照片</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>打开文件夹</translation>
    </message>
    <message>
        <source>Add reference pictures</source>
        <translation>添加参考图</translation>
    </message>
    <message>
        <source>Photos</source>
        <translation>照片</translation>
    </message>
    <message>
        <source>All files</source>
        <translation>所有文件</translation>
    </message>
    <message>
        <source>The clipboard holds no picture. Copy one, or a picture&apos;s file, first.</source>
        <translation>剪贴板中没有图片。请先复制图片或图片文件。</translation>
    </message>
    <message>
        <source>None yet</source>
        <translation>暂无</translation>
    </message>
    <message>
        <source>The program did not close properly while {count} photos were listed.</source>
        <translation>程序上次未正常关闭，当时列有 {count} 张照片。</translation>
    </message>
    <message>
        <source>Open them again</source>
        <translation>重新打开</translation>
    </message>
    <message>
        <source>The program did not close properly while {name} was open.</source>
        <translation>程序上次未正常关闭，当时打开的是 {name}。</translation>
    </message>
    <message>
        <source>Open it again</source>
        <translation>重新打开</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>{name} was not brightened.</source>
        <translation>{name} 未提亮。</translation>
    </message>
    <message>
        <source>List them all</source>
        <translation>全部列出</translation>
    </message>
</context>
<context>
    <name>PartDialog</name>
    <message>
        <source>Colours of {name}</source>
        <translation>{name} 的颜色</translation>
    </message>
    <message>
        <source>Drag over the part whose colours count.</source>
        <translation>拖动以选取其颜色有效的部分。</translation>
    </message>
    <message>
        <source>Whole picture</source>
        <translation>整张图片</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>应用</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>PartView</name>
    <message>
        <source>Part of the picture</source>
        <translation>图片的一部分</translation>
    </message>
    <message>
        <source>Its colours are followed. Drag over the picture, or move it with the arrow keys and size it with Shift and the arrow keys.</source>
        <translation>其颜色将被采用。在图片上拖动选取，或用方向键移动、用 Shift 加方向键调整大小。</translation>
    </message>
</context>
<context>
    <name>PhotoPreview</name>
    <message>
        <source>Preview</source>
        <translation>预览</translation>
    </message>
    <message>
        <source>Select a photo to see it here.</source>
        <translation>选择一张照片，即可在此预览。</translation>
    </message>
</context>
<context>
    <name>PreferenceKeeper</name>
    <message>
        <source>{problem}. Going on with {device}.</source>
        <translation>{problem}。改用 {device} 继续。</translation>
    </message>
</context>
<context>
    <name>PreferencesDialog</name>
    <message>
        <source>Preferences</source>
        <translation>首选项</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Previe&amp;w size</source>
        <translation>预览大小(&amp;W)</translation>
    </message>
    <message>
        <source>Tone and colours are decided at this size. Smaller is faster.</source>
        <translation>色调和色彩按此大小计算。越小越快。</translation>
    </message>
    <message>
        <source>Export defaults</source>
        <translation>导出默认值</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>窗口</translation>
    </message>
    <message>
        <source>{name} (not here)</source>
        <translation>{name}（不可用）</translation>
    </message>
    <message>
        <source>Restore defaults</source>
        <translation>恢复默认设置</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>CPU threads</source>
        <translation>CPU 线程数</translation>
    </message>
    <message>
        <source>Preview size</source>
        <translation>预览大小</translation>
    </message>
    <message>
        <source>{size} MP</source>
        <translation>{size} 百万像素</translation>
    </message>
    <message>
        <source> MB</source>
        <translation> MB</translation>
    </message>
    <message>
        <source>Memory for brightened photos</source>
        <translation>用于已提亮照片的内存</translation>
    </message>
    <message>
        <source>Load…</source>
        <translation>加载…</translation>
    </message>
    <message>
        <source>Use built-in</source>
        <translation>使用内置</translation>
    </message>
    <message>
        <source>Use built-in (free)</source>
        <translation>使用内置（自由）</translation>
    </message>
    <message>
        <source>Trained on free photographs alone, for any use.</source>
        <translation>仅用自由照片训练，可用于任何用途。</translation>
    </message>
    <message>
        <source>&amp;Device</source>
        <translation>设备(&amp;D)</translation>
    </message>
    <message>
        <source>CPU &amp;threads</source>
        <translation>CPU 线程数(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Memory for photos</source>
        <translation>照片内存(&amp;M)</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>格式</translation>
    </message>
    <message>
        <source>Same as original</source>
        <translation>与原图相同</translation>
    </message>
    <message>
        <source>Quality</source>
        <translation>品质</translation>
    </message>
    <message>
        <source>Depth</source>
        <translation>位深</translation>
    </message>
    <message>
        <source>{bits} bits per channel</source>
        <translation>每通道 {bits} 位</translation>
    </message>
    <message>
        <source>&amp;Format</source>
        <translation>格式(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Quality</source>
        <translation>品质(&amp;Q)</translation>
    </message>
    <message>
        <source>De&amp;pth</source>
        <translation>位深(&amp;P)</translation>
    </message>
    <message>
        <source>Later exports begin as the last one did, until this is changed.</source>
        <translation>之后的导出沿用上一次的选择，直到这里被更改。</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>System default</source>
        <translation>系统默认</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>主题</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>&amp;Language</source>
        <translation>语言(&amp;L)</translation>
    </message>
    <message>
        <source>T&amp;heme</source>
        <translation>主题(&amp;H)</translation>
    </message>
    <message>
        <source>Both take effect when the program is started again.</source>
        <translation>两者均在重新启动程序后生效。</translation>
    </message>
    <message>
        <source>Shipped with the program: for non-commercial use</source>
        <translation>随程序提供：仅供非商业用途</translation>
    </message>
    <message>
        <source>Free: for any use, a little less faithful</source>
        <translation>自由：可用于任何用途，略欠忠实</translation>
    </message>
    <message>
        <source>All files</source>
        <translation>所有文件</translation>
    </message>
    <message>
        <source>Load weights</source>
        <translation>加载权重</translation>
    </message>
</context>
<context>
    <name>PresetNameDialog</name>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>With the &amp;crop of this photo</source>
        <translation>包含此照片的裁剪(&amp;C)</translation>
    </message>
    <message>
        <source>With the &amp;masks of this photo</source>
        <translation>包含此照片的蒙版(&amp;M)</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>名称(&amp;N)</translation>
    </message>
</context>
<context>
    <name>PresetSection</name>
    <message>
        <source>{name}: click to apply, right-click to rename, export or delete</source>
        <translation>{name}：单击应用，右键单击可重命名、导出或删除</translation>
    </message>
    <message>
        <source>Save the adjustments of a photo, to give them to other photos.</source>
        <translation>保存一张照片的调整，以便应用到其他照片。</translation>
    </message>
    <message>
        <source>Save preset…</source>
        <translation>保存预设…</translation>
    </message>
    <message>
        <source>Save the current adjustments as a preset (Ctrl+Alt+S)</source>
        <translation>将当前调整存为预设 (Ctrl+Alt+S)</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>导入…</translation>
    </message>
    <message>
        <source>Take in preset files (Ctrl+Alt+O), which can also be dropped here</source>
        <translation>导入预设文件 (Ctrl+Alt+O)，也可将文件拖到此处</translation>
    </message>
</context>
<context>
    <name>Presets</name>
    <message>
        <source>Preset {name}</source>
        <translation>预设 {name}</translation>
    </message>
    <message>
        <source>Takes the place of the preset of this name.</source>
        <translation>将替换同名预设。</translation>
    </message>
    <message>
        <source>My preset</source>
        <translation>我的预设</translation>
    </message>
    <message>
        <source>Save preset</source>
        <translation>保存预设</translation>
    </message>
    <message>
        <source>Another preset has this name.</source>
        <translation>已有同名预设。</translation>
    </message>
    <message>
        <source>Rename preset</source>
        <translation>重命名预设</translation>
    </message>
    <message>
        <source>The preset {old} is now called {new}.</source>
        <translation>预设 {old} 现在名为 {new}。</translation>
    </message>
    <message>
        <source>Export preset</source>
        <translation>导出预设</translation>
    </message>
    <message>
        <source>Exported {name}</source>
        <translation>已导出 {name}</translation>
    </message>
    <message>
        <source>The preset {name} is deleted.</source>
        <translation>预设 {name} 已删除。</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Import presets</source>
        <translation>导入预设</translation>
    </message>
    <message>
        <source>Presets imported: {names}</source>
        <translation>已导入预设：{names}</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>应用</translation>
    </message>
    <message>
        <source>Rename…</source>
        <translation>重命名…</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>The preset {name} is saved.</source>
        <translation>预设 {name} 已保存。</translation>
    </message>
    <message>
        <source>Presets</source>
        <translation>预设</translation>
    </message>
    <message>
        <source>All files</source>
        <translation>所有文件</translation>
    </message>
</context>
<context>
    <name>Readout</name>
    <message>
        <source>Pixel under the cursor</source>
        <translation>光标处的像素</translation>
    </message>
    <message>
        <source>Original</source>
        <translation>原图</translation>
    </message>
</context>
<context>
    <name>ReferenceRow</name>
    <message>
        <source>Follow a part of this picture…</source>
        <translation>只采用此图片的一部分…</translation>
    </message>
    <message>
        <source>How much of the mix this reference is; the others share the rest.</source>
        <translation>此参考在混合中的占比；其余由其他参考分配。</translation>
    </message>
    <message>
        <source>Remove this reference</source>
        <translation>移除此参考图</translation>
    </message>
    <message>
        <source>Remove {name}</source>
        <translation>移除 {name}</translation>
    </message>
    <message>
        <source>This reference is followed alone; a share counts beside another one.</source>
        <translation>目前只跟随此参考；与另一个参考并用时占比才起作用。</translation>
    </message>
</context>
<context>
    <name>Section</name>
    <message>
        <source>Reset {section}</source>
        <translation>重置{section}</translation>
    </message>
    <message>
        <source>Hide this section</source>
        <translation>收起此部分</translation>
    </message>
    <message>
        <source>Show this section</source>
        <translation>展开此部分</translation>
    </message>
</context>
<context>
    <name>SharpenBox</name>
    <message>
        <source>None</source>
        <translation>无</translation>
    </message>
    <message>
        <source>For screen, low</source>
        <translation>屏幕，弱</translation>
    </message>
    <message>
        <source>For screen, standard</source>
        <translation>屏幕，标准</translation>
    </message>
    <message>
        <source>For screen, high</source>
        <translation>屏幕，强</translation>
    </message>
    <message>
        <source>At the final size; the more a picture is reduced, the more</source>
        <translation>按最终尺寸；图片缩得越小，锐化越多</translation>
    </message>
</context>
<context>
    <name>ShortcutsDialog</name>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>键盘快捷键</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>命令</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>按键</translation>
    </message>
    <message>
        <source> or </source>
        <translation> 或 </translation>
    </message>
</context>
<context>
    <name>SnapshotList</name>
    <message>
        <source>Keep what is decided under a name, to come back to it or to compare.</source>
        <translation>以名称保留当前状态，以便返回或比较。</translation>
    </message>
    <message>
        <source>New snapshot…</source>
        <translation>新建快照…</translation>
    </message>
    <message>
        <source>Keep the current adjustments of this photo under a name (Ctrl+Shift+N)</source>
        <translation>以名称保留这张照片的当前调整（Ctrl+Shift+N）</translation>
    </message>
</context>
<context>
    <name>Snapshots</name>
    <message>
        <source>Snapshot {number}</source>
        <translation>快照 {number}</translation>
    </message>
    <message>
        <source>A photo has {count} snapshots at most.</source>
        <translation>一张照片最多有 {count} 个快照。</translation>
    </message>
    <message>
        <source>Takes the place of the snapshot of this name.</source>
        <translation>将取代同名快照。</translation>
    </message>
    <message>
        <source>New snapshot</source>
        <translation>新建快照</translation>
    </message>
    <message>
        <source>The snapshot {name} is saved.</source>
        <translation>快照 {name} 已保存。</translation>
    </message>
    <message>
        <source>Snapshot {name}</source>
        <translation>快照 {name}</translation>
    </message>
    <message>
        <source>Another snapshot has this name.</source>
        <translation>另一个快照已使用此名称。</translation>
    </message>
    <message>
        <source>Rename snapshot</source>
        <translation>重命名快照</translation>
    </message>
    <message>
        <source>The snapshot {name} is deleted.</source>
        <translation>快照 {name} 已删除。</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>应用</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>比较</translation>
    </message>
    <message>
        <source>Rename…</source>
        <translation>重命名…</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
</context>
<context>
    <name>StatusBar</name>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Show the batch</source>
        <translation>显示批处理</translation>
    </message>
    <message>
        <source>Loading the network…</source>
        <translation>正在加载网络…</translation>
    </message>
    <message>
        <source>, 16 bits</source>
        <translation>，16 位</translation>
    </message>
    <message>
        <source>black level {value}</source>
        <translation>黑电平 {value}</translation>
    </message>
    <message>
        <source>read noise {value}</source>
        <translation>读出噪声 {value}</translation>
    </message>
    <message>
        <source>gain {value} per electron</source>
        <translation>每电子增益 {value}</translation>
    </message>
    <message>
        <source>Rendered in {ms:.0f} ms</source>
        <translation>渲染用时 {ms:.0f} 毫秒</translation>
    </message>
    <message>
        <source>Noise in dark parts: {deviation} of L*</source>
        <translation>暗部噪点：L* 标准差 {deviation}</translation>
    </message>
</context>
<context>
    <name>Studio</name>
    <message>
        <source>{name} was not added: its photo is no longer open. Go back to the photo and add it.</source>
        <translation>未添加 {name}：所属的照片已不再打开。请回到该照片后重新添加。</translation>
    </message>
</context>
<context>
    <name>SyncDialog</name>
    <message>
        <source>Sync settings</source>
        <translation>同步设置</translation>
    </message>
    <message>
        <source>&amp;Light</source>
        <translation>光线(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;White balance</source>
        <translation>白平衡(&amp;W)</translation>
    </message>
    <message>
        <source>&amp;Colour</source>
        <translation>颜色(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Tone curve</source>
        <translation>色调曲线(&amp;T)</translation>
    </message>
    <message>
        <source>Colour mi&amp;xer</source>
        <translation>混色器(&amp;X)</translation>
    </message>
    <message>
        <source>&amp;Detail</source>
        <translation>细节(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Style</source>
        <translation>风格(&amp;S)</translation>
    </message>
    <message>
        <source>Loo&amp;ks</source>
        <translation>LUT 滤镜(&amp;K)</translation>
    </message>
    <message>
        <source>L&amp;ens</source>
        <translation>镜头(&amp;E)</translation>
    </message>
    <message>
        <source>C&amp;rop</source>
        <translation>裁剪(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Masks</source>
        <translation>蒙版(&amp;M)</translation>
    </message>
    <message>
        <source>Settings of {name} for the other selected photos ({count}):</source>
        <translation>将 {name} 的设置用于其他选中的照片（{count}）：</translation>
    </message>
    <message>
        <source>&amp;All</source>
        <translation>全部(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;None</source>
        <translation>无(&amp;N)</translation>
    </message>
    <message>
        <source>S&amp;ync</source>
        <translation>同步(&amp;Y)</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>Syncing</name>
    <message>
        <source>Select other photos in the filmstrip first: Ctrl-click, Shift-click or Ctrl+A.</source>
        <translation>请先在胶片条中选择其他照片：Ctrl+单击、Shift+单击或 Ctrl+A。</translation>
    </message>
    <message>
        <source>Sync settings</source>
        <translation>同步设置</translation>
    </message>
    <message>
        <source>{count} photos stay as they are: what is kept beside them cannot be read.</source>
        <translation>{count} 张照片保持原样：其旁边保存的内容无法读取。</translation>
    </message>
    <message>
        <source>{count} photos have new settings.</source>
        <translation>{count} 张照片有了新设置。</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>The selected photos have these settings already.</source>
        <translation>选中的照片已有这些设置。</translation>
    </message>
</context>
<context>
    <name>TakingOut</name>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>{name} was removed from the filmstrip; its file stays.</source>
        <translation>{name} 已从胶片栏移除；文件仍保留。</translation>
    </message>
    <message>
        <source>{name} was removed from the filmstrip.</source>
        <translation>{name} 已从胶片栏移除。</translation>
    </message>
    <message>
        <source>{count} photos were removed from the filmstrip; their files stay.</source>
        <translation>已从胶片栏移除 {count} 张照片；文件仍保留。</translation>
    </message>
    <message>
        <source>{count} photos were removed from the filmstrip.</source>
        <translation>已从胶片栏移除 {count} 张照片。</translation>
    </message>
</context>
<context>
    <name>Welcome</name>
    <message>
        <source>Drop a dark photo here</source>
        <translation>将暗光照片拖到此处</translation>
    </message>
    <message>
        <source>It is brightened once; then you decide how its colours come back.</source>
        <translation>照片只需提亮一次，之后由您决定色彩如何恢复。</translation>
    </message>
    <message>
        <source>Open photo…</source>
        <translation>打开照片…</translation>
    </message>
    <message>
        <source>Try the sample</source>
        <translation>试用示例</translation>
    </message>
    <message>
        <source>Nothing leaves your computer.</source>
        <translation>一切都在您的电脑上处理，不会上传。</translation>
    </message>
    <message>
        <source>Recent</source>
        <translation>最近打开</translation>
    </message>
    <message>
        <source>Last session: {count} photos</source>
        <translation>上次会话：{count} 张照片</translation>
    </message>
    <message>
        <source>Open all of them again</source>
        <translation>全部重新打开</translation>
    </message>
    <message>
        <source>Opening {name}…</source>
        <translation>正在打开 {name}…</translation>
    </message>
</context>
<context>
    <name>_Row</name>
    <message>
        <source>How far the colours go through this look.</source>
        <translation>颜色应用此风格文件的程度。</translation>
    </message>
    <message>
        <source>Apply {name} earlier</source>
        <translation>提前应用 {name}</translation>
    </message>
    <message>
        <source>Remove {name}</source>
        <translation>移除 {name}</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>应用</translation>
    </message>
    <message>
        <source>Apply snapshot {name}</source>
        <translation>应用快照 {name}</translation>
    </message>
    <message>
        <source>Compare with {name}</source>
        <translation>与 {name} 比较</translation>
    </message>
    <message>
        <source>Rename or delete {name}</source>
        <translation>重命名或删除 {name}</translation>
    </message>
</context>
</TS>
