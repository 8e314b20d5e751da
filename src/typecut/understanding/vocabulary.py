"""What words mean: verbs, nouns and little words of both languages, by concept.

Forms are separated by commas. ``~`` stands for the endings of an English verb or noun
(trim~: trims, trimmed, trimming). Hyphens in what the user writes count as blanks. A Chinese
form matches anywhere, the longest first.
"""

VERBS: dict[str, str] = {
    "add": "打, label~, labelled, labelling, tuck~, caption it, 垫, 垫一首, 垫个, 铺, 铺一段, 铺上, 接, 接上, 配一个, 弹出, add~, append~, tack on, put~, putting, insert~, include~, place~, apply~, applies, applied, attach~, overlay~, "
    "superimpose~, drop in, throw in, pop in, stick, slap, lay, layer, throw, pop, chuck, toss, plop, drop a, drop some, drop in a, slot, work in, sprinkle in, give it, use~, using, accompany, "
    "introduce, set it to, write, write~, type, show, shows, display~, insert, bring in, "
    "加, 加上, 加入, 添加, 增加, 加个, 加一个, 加段, 加一段, 加点, 放, 放个, 放上, 放一段, 配, 配上, 配个, 配段, "
    "配一段, 来, 来个, 来段, 来一段, 来点, 用, 用上, 使用, 采用, 插入, 打上, 打个, 写, 写上, 添上, 叠加, 贴, 贴上, "
    "弄个, 搞个, 做个, 补上, 附上, 上个, 套, 套用, 套上, 应用, 显示, 写着, 设个, 打出, 出现",
    "remove": "remove everything but, delete everything but, remove all but, delete all but, skip~, skipped, skipping, stop, stops, 去头去尾, 掐头去尾, remove everything, delete everything, remove all, delete all, remove~, delete~, erase~, discard~, strip~, eliminate~, get rid of, getting rid of, take out, "
    "take away, take off, taking out, cut out, cutting out, cut off, cut away, chop off, chop, lop off, snip off, "
    "snip out, trim off, trim away, trim out, clip off, edit out, throw away, throw out, leave out, "
    "kill, lose, ditch~, scrap, clear, drop, nuke, dump, shave off, shave, slice off, knock off, lob off, "
    "去掉, 去除, 删掉, 删除, 删去, 删了, 关了, 关上, 删, 移除, 剪掉, 剪去, 剪了, 裁掉, 切掉, 砍掉, 拿掉, 清除, "
    "除去, 去了, 取消, 关掉, 关闭, 扔掉, 抹掉, 撤掉, 干掉, 丢掉, 丢弃, 舍去, 减掉, 掐掉, 弄掉, 清空",
    "keep": "就要, 仅要, 只想要, 就留, keep~, kept, take, takes, taking, grab, retain~, preserve~, extract~, isolate~, leave only, save only, hold on to, leave, "
    "保留, 保留住, 留下, 留, 截取, 提取, 取, 只要, 只留, 仅保留, 只保留, 仅留, 只取, 截出, 剪出, 只用, 只剩, 只留下",
    "trim": "裁成, 裁剪成, 裁剪为, limit~, limited, cap, 控制在, 限制在, 控制到, trim~, shorten~, truncate~, reduce~, tighten~, condense~, 剪成, 剪为, 修剪, 裁剪, 剪短, 缩短, 修短, 裁短, 缩减, 压缩",
    "cut": "cut~, cutting, snip~, slice~, clip down, chop down, whittle, 剪, 剪切, 剪辑, 裁, 截, 剪一下",
    "extend": "extend~, lengthen~, stretch~, prolong~, 延长, 拉长, 加长",
    "split": "split~, splitting, divide~, break up, cut in two, cut in half, cut into two, slice in two, make a cut, "
    "分割, 拆分, 切开, 分成, 切成, 分开, 断开, 切分, 剪开, 拆成, 分为, 一分为二, 切一刀, 剪成两段, 切断, 裁开",
    "move": "提前, 提前到, 往前移, 往后移, move~, comes, come first, comes first, come last, comes last, goes first, go first, goes last, go last, bring, shift~, relocate, reposition~, push the, drag, slide the, 移动, 移到, 移至, 挪到, 挪, "
    "放到, 放在, 调到, 移, 排到, 排在, 提到, 搬到, 挪至, 拖到, 移动到",
    "swap": "换一下, 互换一下, 换一下位置, 换位置, 换个位置, 位置互换, 调换位置, 换一下顺序, 换一换位置, swap~, swapped, swapping, switch places, exchange~, trade places, flip the order of, switch the order of, "
    "交换, 对调, 互换, 调换, 对换, 换位置, 调个位置, 掉换, 颠倒顺序",
    "reorder": "order, reorder~, rearrange~, re-order, resequence, the order, in the order, order of, in this order, "
    "in reverse order, reverse the order, 重新排序, 排序, 重排, 顺序, 次序, 倒序排列, 重新排列, 排列",
    "duplicate": "duplicate~, copy~, copies, repeat~, loop~, clone~, 复制, 重复, 重复播放, 循环, 循环播放, 拷贝",
    "replace": "换一下, in place of, 取代, 顶替, replace~, substitute~, swap out, switch out, exchange for, swap for, "
    "替换, 替换成, 替换为, 换成, 换, 换掉, 换个, 换一个, 换一首, 换首, 换为, 更换, 更换为, 改用, 换上, 代替",
    "change": "go back to, back to, change back to, switch back to, turn back to, 变回, 改回, 换回, reformat~, reformatted, rename~, change~, make~, making, give, gives, giving, turn~, set~, setting, edit~, modify, modifies, alter, convert~, adjust~, switch~, "
    "update~, correct~, fix, transform~, render as, become~, should be, must be, needs to be, has to be, ought to be, "
    "改, 改成, 改为, 改到, 变成, 变, 变为, 变得, 设, 设为, 设成, 设置, 设置为, 设置成, 设定为, 调, 调成, 调为, "
    "调整, 调整为, 调整成, 调整到, 修改, 修改为, 修改成, 转成, 转为, 转换成, 转换为, 做成, 弄成, 搞成, 让, 使, 更改为, 更新为",
    "create": "create~, make me, generate~, produce~, build~, assemble~, compose~, craft~, put together, whip up, "
    "design, "
    "制作, 做一个, 做一条, 做一段, 做个, 做一支, 生成, 剪一个, 剪一条, 剪个, 剪一段, 剪一支, 创建, 做, 弄一个, 来一个, 来一条, 拼成, 合成, 剪成, 做成",
    "export": "gimme the file, gimme the video, gimme my video, ship it, 出个, 出一个, 出一版, give me the final file, give me the result, give me the finished video, give me the final video, give me my video, export~, render~, download~, output~, save, saving, save it as, send me, send it, give me the file, encode, "
    "give me the video, publish, deliver, finalize, "
    "导出, 导出成, 导出为, 输出, 输出为, 输出成, 下载, 渲染, 保存, 保存为, 存成, 存为, 出片, 发给我, 传给我, 生成视频, 另存为, 转码为",
    "rename": "项目叫, 项目叫做, 工程叫, 项目取名, 项目命名为, rename~, call this project, name this project, call it, name the video, call the video, name it, retitle the project, call the project, name the project, project name, name of the project, "
    "改名, 改名为, 重命名, 重命名为, 命名为, 项目名称, 项目名, 工程名",
    "fit": "不剪内容, 不剪, fit~, squeeze~, squeezed, cram~, match the length, without cutting, without trimming, by speed, "
    "by speeding, by changing the speed, by slowing, 适配到, 压到, 不剪的情况下, 通过变速, 通过加速, 变速到, 不剪内容",
    "ends": "end at, end on, stop at, end it, end the video, end the clip, stop it, stop the video, stop the clip, finish at, ends at, ending at, ends on, stop playing, stops at",
    "begins": "start it, start the video, start the clip, begin the video, begin it, starts at, starting the video, begin at, start at, start from, begin from, begins at",
}

NOUNS: dict[str, str] = {
    "clip": "clip, clips, clip's, shot, shots, scene, scenes, take, takes, footage, "
    "片段, 视频片段, 镜头, 素材, 段, 段视频, 段素材, 段片段, 个视频, 个片段, 个镜头, 个素材, 条视频, 条, 分镜, 个画面, 段影片, 个文件, 个分段, 节, 段落, 每段, 各段, 每一段, 每条, 每个片段, 每个视频, 每段视频, 每一个片段, 各个片段",
    "part": "part, parts, section, sections, segment, segments, portion, bit, bits, stretch, piece, range, span, chunk, "
    "部分, 区间, 那段, 这部分, 内容, 那部分, 时间段, 这一段内容",
    "photo": "photo~, picture, pictures, image, images, text or images, images or text, image and text, product photo, product photos,  pic, pics, still images, snapshot~, photographs, "
    "照片, 图片, 相片, 图, 张照片, 张图片, 张图, 张",
    "video": "version, video, videos, vid, movie, film, footage, whole video, entire video, whole thing, entire thing, "
    "project, timeline, everything, edit, sequence, montage, production, reel, final cut, result, the entire clip, the whole clip, "
    "视频, 影片, 片子, 整个视频, 整段视频, 整个片子, 全片, 整体, 成片, 画面, 整段, 时间线, 时间轴, 整个, 全部内容, 项目, 工程, 总时长, 整条视频, 整片, 通篇",
    "music": "bg music, bg track, music, bgm, background music, soundtrack, sound track, song, songs, tune, tunes, beat, beats, score, background track, "
    "music track, backing track, piano, jazz, lo fi, lofi, hip hop, hiphop, synthwave, techno, edm, beats, piano music, ambient music, classical music, rock music, pop music, musical, jingle, melody, background tune, background song, backing music, "
    "音乐, 配乐, 背景音乐, 背景乐, 歌, 歌曲, 曲子, 首歌, 首音乐, 段音乐, 乐曲, 伴奏, 旋律, 首曲子, 背景乐曲, 钢琴曲, 钢琴, 爵士, 爵士乐, 轻音乐, lofi音乐, 电子乐, 古典乐, 摇滚乐, 民谣",
    "sound": "drop the volume, drop the level, sound, sounds, audio, audio track, original audio, original sound, original sounds, voice, voices, speech, "
    "dialogue, dialog, volume, loudness, clip audio, video audio, natural sound, camera audio, ambient sound, source audio, "
    "原声, 声音, 音频, 人声, 原音, 音轨, 视频声音, 原视频声音, 原有声音, 背景噪音, 音量, 响度, 现场声, 同期声, 原来的声音, 原始声音, 视频原声",
    "volume": "drop the volume, drop the level, volume, loudness, level, audio level, sound level, music level, loud, gain, 音量, 响度, 声音大小, 音量大小",
    "manner": "抖音风, 抖音风格, 快手风, 小红书风, 综艺风, tiktok style, youtube style, mrbeast style, instagram style",
    "transition": "transition, transitions, transition effect, transition effects, 转场, 转场效果, 过渡, 过渡效果, 切换效果, 转换效果, 场景切换",
    "fade": "fade~, fading, 淡化, 淡, 渐隐渐现, 渐变",
    "fadein": "fade in from black, fades in from black, fading in from black, fade up from black, fade in, fades in, fading in, fadein, fade-in, fade ins, fade up, fade from black, fades from black, fading from black, opening fade, 淡入, 渐入, 渐显, 从黑场淡入, 从黑淡入, 黑场淡入, 由黑淡入",
    "fadeout": "die out, dies out, die away, dies away, dying out, taper off, tapers off, trail off, trails off, 渐弱, fade out, fades out, fading out, faded out, fadeout, fade-out, fade outs, fade to black, fades to black, "
    "fading to black, fade down, fade away, cut to black, closing fade, fade to silence, ending fade, fade into black, fades into black, dissolve to black, "
    "淡出, 渐出, 渐隐, 渐黑, 淡出到黑, 淡出至黑, 淡出到黑场, 黑场淡出, 淡出至黑场, 慢慢变黑, 逐渐变黑, 变黑, 淡到黑, 渐暗, 淡出到黑色, 淡化到黑",
    "fadeboth": "fade in and out, fades in and out, fading in and out, fade in and fade out, fade in and a fade out, fade in & out, fade in/out, fade out and in, "
    "淡入淡出, 淡入和淡出, 渐入渐出, 淡进淡出, 淡入与淡出, 淡入以及淡出",
    "title": "quote, quotation, 引言, title, titles, title card, title cards, text, texts, text overlay, text overlays, title overlay, titling, words, heading, headline, "
    "text title, intro title, opening title, opening titles, name card, onscreen text, on screen text, wording, slogan, tagline, "
    "标题, 文字, 字, 片头标题, 片头字幕, 文本, 大字, 大标题, 标题文字, 主标题, 字样, 标语, 口号, 题目, 标题卡, 文案",
    "lowerthird": "lower third, lower thirds, lowerthird, lower third title, name tag, name strap, strap line, chyron, banner, name banner, "
    "下三分之一, 下三分之一字幕, 人名条, 名字条, 人名字幕, 下方人名条, 字幕条, 人物介绍条, 下三分之一标题",
    "endcard": "end card, end cards, endcard, end title, end titles, end screen, outro card, closing card, closing title, end credits, ending card, outro title, closing text, final card, outro text, end slate, "
    "片尾卡片, 片尾字幕, 结尾字幕, 片尾标题, 结束语, 片尾卡, 结尾卡片, 片尾文字, 结尾文字, 结尾标题",
    "caption": "caption~, subtitle~, subs, closed captions, 字幕, 说明文字, 配文, 副标题",
    "logo": "logo, logos, watermark~, brand mark, emblem, badge, icon, sticker, 水印, 标志, 台标, 标识, 图标, 角标, 贴纸, 商标, 徽标",
    "pip": "picture in picture, pip, inset, split screen, small window, facecam, 画中画, 小窗, 小窗口, 小画面, 叠加画面",
    "overlay": "overlay~, overlaid, on top of the video, over the video, superimpose~, on top of it, 叠加, 叠在, 覆盖在, 盖在",
    "canvas": "reformat~, aspect ratio, ratio, aspect, resolution, canvas, frame size, dimensions, orientation, format, framing, resize~, reframe~, scale the video, video size, output size, upscale~, downscale~, "
    "比例, 画幅, 分辨率, 画布, 尺寸, 宽高比, 长宽比, 画面比例, 画面尺寸, 清晰度, 横竖屏, 视频比例, 版式, 规格",
    "framerate": "frame rate, framerate, fps, frames per second, 帧率, 帧速率, 帧频",
    "background": "background, backdrop, background color, background colour, bars, empty space, empty area, borders, black bars, margins, "
    "背景, 底色, 背景色, 黑边, 空白处, 空白部分, 边框, 背景颜色, 两边, 两侧",
    "crop": "crop to, crop the video to, crop it to, cropped to, 裁成, 裁剪成, 裁剪为, 裁切成, crop~, cropped, cropping, punch in, 裁切, 裁剪画面, 画面裁剪, 裁切画面, 裁画面, 截掉画面",
    "rotate": "sideways, on its side, onto its side, rotate~, rotation, turn sideways, turn clockwise, spin~, tilt~, turn it 90, 旋转, 转动, 翻转90, 转, 转个",
    "flip": "flip~, flipped, mirror~, 翻转, 镜像, 左右翻转, 上下翻转, 水平翻转, 垂直翻转, 镜像翻转, 左右颠倒, 对称翻转, 反转画面",
    "flipv": "flip vertically, vertical flip, flip upside down, flip top to bottom, mirror vertically, 上下翻转, 垂直翻转, 上下镜像, 垂直镜像, 上下颠倒过来",
    "opacity": "opacity, transparency, transparent, translucent, see through, opaque, alpha, semi transparent, half transparent, 透明度, 不透明度, 透明, 半透明, 不透明",
    "scale": "ken burns, ken burns effect, 肯伯恩斯, 肯伯恩斯效果, zoom, zooms, zoom in, zoom out, zoomed in, zoomed, zooming in, zooming out, zooming, scale~, scaling, enlarge~, shrink~, magnify, "
    "缩放, 放大, 缩小, 推近, 拉远, 推进, 拉近",
    "speed": "speed, pace, playback speed, rate of speed, tempo, 速度, 播放速度, 倍速, 语速, 节奏, 变速",
    "silence": "silence, silences, silent parts, silent part, dead air, pauses, pause between, filler words, ums, um, uhs, stutters, gaps in speech, awkward pauses, "
    "静音片段, 停顿, 空白停顿, 静音部分, 无声片段, 口误, 语气词, 卡壳, 废话, 口头禅, 静音停顿, 气口",
    "highlight": "highlight~, highlight reel, best parts, best moments, best part, best bits, funniest, most exciting, most interesting, viral, hooks, summary, best scenes, "
    "高光, 高光集锦, 精彩片段, 精彩部分, 精华, 集锦, 最精彩, 亮点, 高光片段, 精彩瞬间",
    "voiceover": "voiceover, voice over, narration, narrator, dub, dubbing, dubbed, tts, text to speech, 配音, 旁白, 解说, 朗读, 画外音",
    "stabilize": "stabilize, stabilise, stabilization, stabilisation, shaky, denoise, noise reduction, background noise, noise, deshake, 防抖, 稳定画面, 降噪, 去噪, 增稳, 稳定",
    "beatsync": "sync to the beat, beat sync, on the beat, sync cuts, sync the cuts, to the beat, 卡点, 踩点, 节拍, 按节奏",
    "person": "person, people, object, objects, face, faces, background people, sky, 人物, 路人, 天空, 人脸, 背景人物",
    "intropart": "intro, opening, introduction, opening part, 片头, 开场",
    "outropart": "outro, ending, credits, end part, 片尾",
    "frame": "frame, 帧, 一帧, 画面帧",
    "promo": "promo, promo video, promotional video, ad, advert, advertisement, commercial, trailer, teaser, launch video, product video, marketing video, promotion, social ad, "
    "宣传片, 宣传视频, 广告, 广告片, 推广视频, 预告片, 产品视频, 产品介绍, 宣传短片, 促销视频, 带货视频, 形象片",
    "slideshow": "slideshow, slide show, photo slideshow, photo video, photo montage, photo album, montage, memory video, memories, travel video, vlog, recap, photo film, photo movie, travel vlog, wedding video, birthday video, video collage, "
    "幻灯片, 相册, 电子相册, 照片视频, 混剪, 短片, 短视频, 影集, 回忆视频, 旅行视频, 纪念视频, 图集视频, 旅行vlog, 小视频, 视频相册",
    "introvideo": "intro video, intro clip, opener, logo intro, title sequence, opening sequence, intro, title video, channel intro, outro video, video intro, "
    "片头视频, 片头, 开场视频, 开场动画, 片头动画, 开场, 片头片段",
}

LITTLE: dict[str, str] = {
    "first": "first, opening, initial, beginning, starting, leading, front, 前, 前面, 开头, 头, 最前面, 前头, 最初, 最开始, 最前, 起初",
    "last": "last, final, closing, ending, trailing, very last, tail, 后, 后面, 最后, 末尾, 结尾, 尾部, 最末, 最后面, 末, 尾",
    "start": "both ends, each end, either end, 两头, open with, opens with, opening with, open on, kick off with, begin with, begins with, start with, starts with, starting with, start off with, 首尾, 头尾, start, starts, started, beginning, begin, begins, opening, the front, the top of the video, outset, very beginning, very start, start of the video, very front, front, intro, head, "
    "开头, 开始, 开场, 片头, 起始, 一开始, 最前面, 最前, 开始处, 开头处, 起点, 视频开头, 刚开始, 首位, 开端, 最开头, 最开始, 最前头, 头部, 第一个位置",
    "end": "each end, either end, 两头, close with, closes with, closing with, close on, end with, ends with, ending with, end on, finish with, finishes with, finish on, wrap up with, conclude with, 首尾, 头尾, 去头去尾, 掐头去尾, both ends, end, ending, ends, finish, conclusion, outro, very end, end of the video, close, the back, tail, tail end, "
    "结尾, 末尾, 最后, 片尾, 结束, 结束时, 最后面, 末端, 尾部, 收尾, 结束处, 视频结尾, 最末, 末位, 结尾处, 终点, 快结束时, 最后头, 结束的时候, 最末尾",
    "middle": "middle, midpoint, halfway, half way, halfway point, half way point, centre of the video, 中间, 正中间, 一半处, 中段, 中途",
    "throughout": "throughout, whole time, entire time, all the time, the whole way, whole duration, entire duration, all the way through, whole length, for the whole video, the whole video, for the entire video, entire video, all along, from start to finish, from beginning to end, start to finish, "
    "全程, 一直, 始终, 从头到尾, 整个视频, 全片, 贯穿全片, 自始至终, 全部时间",
    "all": "all, every, each, both, all of, all the, each of, every single, entire, whole, 所有, 全部, 每, 每个, 每一, 每段, 各, 各段, 各个, 都, 两个都, 每一段, 每张, 每一个, 每条, 每一张, 所有的",
    "both": "首尾, 头尾, 两头, both ends, each end, either end, 去头去尾, 掐头去尾, both, 两个, 两段都, 两者",
    "only": "only, just the, nothing but, only the, 只, 仅, 仅仅, 只有",
    "except": "all clips but, all the clips but, every clip but, each clip but, remove everything but, delete everything but, remove all but, delete all but, everything but, all but, except, except for, but not, apart from, other than, besides, excluding, 除了, 以外, 除",
    "to": "to, down to, into, as, up to, through, to be, thru, 到, 至, 成, 为, 到了",
    "from": "from, starting at, starting from, beginning at, since, out of, off, starting, 从, 自, 由, 自从",
    "until": "until, till, til, up until, up to, through, thru, ending at, 直到, 到, 为止, 截止到",
    "at": "at, @, around the, at the, on, when, 在, 处, 时, 位置, 位, 的时候, 的位置, 那里, 时候, 于, 的地方, 的时刻",
    "for": "保持, for, lasting, lasts, last for, during, over, stays, staying, stay, that lasts, duration, long, length, which lasts, in length, runs for, hold for, holds, within, time, "
    "持续, 时长, 为时, 长, 停留, 维持, 显示, 长度, 持续时间, 历时, 为期, 展示, 播放时长, 之内, 长达, 出现",
    "between": "at every cut, at each cut, at the cuts, on every cut, at all cuts, on all cuts, at all the cuts, make the cuts, 每个切点, 所有切点, 切点处, between, in between, 之间, 间, 中间",
    "after": "after, past, beyond, following, later than, after the, 之后, 以后, 后, 过后, 往后, 后面, 开始之后, 以后的, 之后的",
    "before": "before, prior to, earlier than, preceding, ahead of, 之前, 以前, 前, 前面, 以前的, 之前的",
    "later": "later, later on, 过后",
    "onward": "on, onward, onwards, forward, 起, 开始, 往后",
    "by": "by, with a factor of, by a factor of",
    "every": "every, each, 每, 每隔, 每张, 每个, 每段, 每条, 各",
    "with": "with, featuring, containing, having, plus, accompanied by, along with, 带, 带上, 带有, 配合, 搭配, 附带, 伴随, 并配, 再配上",
    "without": "without, with no, minus, no, but no, sans, w/o, free of, 不要, 不带, 无, 没有, 不加, 不用, 不需要, 别加, 别放, 不含, 无需, 别用, 不配, 别要, 不想要, 别配",
    "dont": "don't, do not, dont, don’t, never, not, shouldn't, must not, should not, won't, no need to, need not, 别, 不许, 不能, 请勿, 勿, 切勿",
    "in": "in, inside, within, 里, 里面, 中, 内",
    "out": "out",
    "off": "off, away",
    "up": "up, upward, upwards, 往上, 向上, 上移, 靠上, 高, 大, 响, 上去",
    "down": "down, downward, downwards, 往下, 向下, 下移, 靠下, 低, 小, 轻, 下来",
    "it": "the copy, the duplicate, that copy, it, its, it's, this, that, them, they, 它, 它们, 这个, 那个, 该, 此, 其",
    "there": "there, 那儿, 那里, 这里",
    "size": "size, sized, width, wide, 大小, 宽度, 宽",
    "fullvolume": "full volume, maximum volume, max volume, normal volume, full blast, 最大音量, 满音量, 正常音量, 原音量",
    "unchanged": "unchanged, normal, 正常, as is, as it is, as they are, intact, untouched, alone, as before, 不变, 保持不变, 原样, 不动, 别动, 不用动, 维持原样, 保持原样, 照旧",
    "remark": "drag, drags, too boring, 太拖, 太拖了, 太拖沓, 拖沓, 太啰嗦, 太无聊, 无聊, 没意思, 太枯燥, too long, too short, a bit boring, boring, 太长, 太长了, 太短, 太短了, 有点长, 有点短",
    "appears": "appear, appears, appearing, show up, shows up, come up, comes up, disappear, vanish, 出现, 消失",
    "levels": "normalize~, normalise~, loudness normalization, level the audio, level out, 标准化, 响度统一, 音量统一, 音量标准化",
    "ducking": "duck, ducking, ducks, ducked, sidechain, under speech, under the speech, under the voice, 闪避, 避让, 不要盖过人声, 不盖过人声, 别盖过人声",
    "blank": "black screen, blank screen, black frame, black video, white screen, 黑屏, 黑场画面, 空白画面",
    "quarter": "quarter, a quarter, 四分之一",
    "join": "衔接, 相连, 接在一起, 连成一个, join~, merge~, combine~, concatenate~, concat, stitch~, together, splice~, string together, 拼接, 拼起来, 拼接起来, 合并, 拼在一起, 连接, 合成一个, 接起来, 连起来, 串起来, 连在一起, 合在一起, 合并成一个",
    "heading": "heading, headings, headline, headlines, header, 小标题",
    "third": "a third, one third, 三分之一",
    "hardcut": "hard cuts, hard cut, straight cuts, straight cut, plain cuts, 硬切, 直切, 直接切换",
    "halts": "停, 停止, 停掉, 停下, 停下来",
    "hides": "hide~, hidden, hiding, disappear~, vanish~, gone, 消失, 隐藏, 不显示",
    "versions": "versions, exports, copies of it, 个版本, 两个版本, 三个版本",
    "same": "same, the same, 同样, 一样",
    "other": "other, others, remaining, rest, the rest, everything else, 其他, 其余, 剩下的, 别的, 其它, 剩余",
    "more": "more, increase~, raise~, boost~, higher, bump, bump up, turn up, pump up, crank up, crank, enhance~, amplify~, amplifies, up the, stronger, improve, intensify, heighten, "
    "更, 提高, 增加, 增大, 增强, 加强, 提升, 调高, 调大, 加大, 拉高, 升高, 加重, 强一点, 高一点, 高一些, 多一点, 加深, 大点, 强烈",
    "less": "降, 降低点, 降下来, less, decrease~, reduce~, lower~, lowering, turn down, dial down, dial back, tone down, cut down on, weaken, dim, soften, bring down, quiet down, drop the volume, drop the level, minimize, diminish, "
    "降低, 减少, 减小, 减弱, 调低, 调小, 拉低, 弱化, 压低, 减轻, 低一点, 低一些, 少一点, 小一点, 小点, 弱一点, 轻点",
    "much": "much, real, a lot, lots, far, way, significantly, considerably, dramatically, really, strongly, super, heavily, 很多, 得多, 大幅, 非常, 多了, 大大, 特别, 很, 极, 超级, 强烈",
    "slightly": "slightly, a bit, a little, a little bit, little, a touch, a tad, somewhat, a smidge, subtly, gently, bit, 稍微, 略微, 稍稍, 一点点, 有点, 稍, 略",
    "half": "半段, 半部分, half, halve~, halved, in half, by half, half of, 一半, 减半, 半",
    "double": "twice as fast, twice as slow, double~, doubled, twice, twofold, 加倍, 翻倍, 双倍, 翻一倍",
    "triple": "triple~, thrice, threefold, 三倍",
    "longer": "longer, 长一点, 更长, 长一些, 久一点",
    "shorter": "shorter, 短一点, 更短, 短一些, 短点",
    "quick": "quick, fast, short, brief, rapid, snappy, swift, quickly, 快速, 短促, 快, 短, 迅速, 短暂",
    "slowly": "ken burns, ken burns effect, 肯伯恩斯, 肯伯恩斯效果, slow, slowly, long, gradual, gradually, smooth, leisurely, 缓慢, 慢慢, 慢, 逐渐, 缓缓, 渐渐, 长",
    "bold": "bold, bolded, thick, heavy, 粗体, 加粗, 粗",
    "big": "too small, too tiny, 太小, 太小了, big, large, bigger, larger, huge, giant, massive, enormous, enlarge, enlarged, 大, 更大, 大一点, 大号, 放大, 大些, 超大, 大一些, 巨大, 变大, 大点",
    "small": "too big, too large, 太大, 太大了, small, smaller, tiny, little, mini, 小, 更小, 小一点, 小号, 缩小, 小些, 小一些, 变小, 小点",
    "huge": "huge, giant, massive, enormous, 超大, 巨大, 特大",
    "clockwise": "clockwise, right, to the right, 顺时针, 向右, 右转, 往右",
    "counterclockwise": "counterclockwise, counter clockwise, anticlockwise, anti clockwise, left, to the left, 逆时针, 向左, 左转, 往左",
    "upsidedown": "upside down, 倒过来, 上下颠倒, 颠倒, 倒置",
    "sideways": "sideways",
    "horizontal": "horizontally, left to right, left right, 左右, 水平",
    "vertically": "vertically, top to bottom, 上下, 垂直",
    "side": "side, sides, edge, edges, 边, 两侧, 两边, 四周, 四边, 边缘",
    "original": "original, existing, source, 原, 原来, 原有, 原始, 原本, 原视频",
    "existing": "existing, current, 现有, 现在的, 目前的, 当前",
    "new": "new, another, different, 新, 新的, 另一个, 另一首, 不同",
    "library": "uploaded, my, provided, attached, own, 上传的, 我的, 我上传的",
    "reason": "because, so that, since it, since they, as it is, as they, in order to, so it, so i, so we, so people, so everyone, so viewers, so you, so they, so the, cause, cuz, "
    "因为, 以便, 这样就, 这样可以, 这样, 好让, 免得, 以免, 为了, 由于",
    "then": "then, after that, afterwards, afterward, next, subsequently, once that's done, once done, when that's done, when you're done, when done, 然后, 接着, 接下来, 随后, 之后再, 再, 完成后, 做完后",
    "and": "while, whereas, whilst, and, &, also, as well as, plus, finally, lastly, additionally, too, besides that, 并, 并且, 同时, 另外, 还有, 以及, 和, 跟, 与, 而且, 还, 最后再, 最终, 此外, 顺便, 外加, 并在",
    "but": "but, however, though, yet, 但, 但是, 不过, 可是, 而",
    "next": "next, following, 下一, 下一个, 下一段",
    "previous": "previous, 上一, 上一个, 上一段",
    "penultimate": "second to last, second last, penultimate, next to last, 倒数第二",
    "number": "number, no., #, num, nr",
}
