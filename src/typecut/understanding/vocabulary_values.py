"""What words mean: styles, looks, colours, places and sizes; ``concept=value`` names the value."""

VALUES: dict[str, str] = {
    # -- speed and sound
    "faster": "as fast, twice as fast, times as fast, more quickly, too slow, faster, speed up, speeds up, sped up, speeding up, accelerate~, quicken~, quicker, pick up the pace, speed it up, speed the, speed this up, hasten, fast forward, fast motion, "
    "太慢, 太慢了, 加速, 快进, 更快, 快一点, 快点, 快些, 提速, 加快, 快放, 变快, 快一些, 调快",
    "slower": "as slow, more slowly, too fast, slower, slow down, slows down, slowed down, slowing down, decelerate~, slow it down, slow, slowed, slow the, slow this down, "
    "太快, 太快了, 减速, 放慢, 更慢, 慢一点, 慢点, 慢些, 变慢, 降速, 慢一些, 调慢, 减慢, 放缓, 慢下来",
    "slowmotion": "slow motion, slow mo, slowmo, slo mo, slomo, 慢动作, 慢放, 慢镜头, 升格, 慢速播放",
    "timelapse": "timelapse, time lapse, hyperlapse, 延时, 延时摄影, 延时效果, 缩时",
    "normalspeed": "normal speed, 正常播放, original speed, regular speed, real time, 正常速度, 原速, 恢复速度, 原始速度, 常速",
    "reverse": "reverse~, backwards, backward, rewind~, in reverse, play it backwards, 倒放, 倒着播放, 倒播, 反向播放, 反转, 逆向播放, 倒着放, 回放倒序, 倒序播放",
    "freeze": "pause, freeze~, froze, frozen, freeze frame, freezing, hold the frame, hold on the, hold the last frame, hold the first frame, still frame, pause the picture, pause the video, pause on, 定格, 冻结, 静帧, 停帧, 画面定住, 定住, 暂停",
    "louder": "high volume, at high volume, loudly, too quiet, louder, turn up, turn it up, crank up, 太小声, 声音太小, 声音太小了, 更响, 大声, 大声一点, 大声点, 响一点, 响亮, 响一些, 大声些",
    "quieter": "low volume, at low volume, quietly, 音量低, 低音量, too loud, quieter, softer, quiet, turn down, turn it down, lower the volume, less loud, 太吵, 太吵了, 太大声, 声音太大, 声音太大了, 更轻, 小声, 小声一点, 小声点, 轻一点, 轻点, 小声些, 轻一些",
    "mute": "mute~, muted, silent, silence the, silence it, silence clip, no sound, no audio, soundless, quiet completely, without sound, without audio, 静音, 消音, 无声, 没声音, 关掉声音, 关闭声音, 去原声, 设为静音, 关声音, 哑音",
    "unmute": "unmute~, un mute, sound back, audio back, bring back the sound, bring back the audio, restore the sound, restore the audio, turn the sound back on, turn the sound on, 取消静音, 恢复声音, 恢复原声, 打开声音, 解除静音, 还原声音, 恢复音量",
    "style=lofi": "lo fi, lofi, low fi, chill, chilled, chillout, chill hop, chillhop, laid back, relaxed, mellow, cozy, cosy, study beats, 低保真, 放松, 慵懒, 悠闲, 休闲, 惬意, 松弛, lofi音乐",
    "style=upbeat": "upbeat, happier, livelier, more upbeat, faster music, more energetic, cheerier, up beat, happy, energetic, cheerful, lively, fun, joyful, bright music, peppy, uplifting, positive, motivational, dance, pop, party, funky, exciting, "
    "欢快, 动感, 活力, 活泼, 快乐, 轻快, 热情, 欢乐, 激昂, 有活力, 愉快, 励志, 振奋, 流行, 节奏感强, 阳光, 有节奏",
    "style=calm": "calm, calmer, gentler, softer, slower music, more relaxed, calming, ambient, soft, piano, gentle, peaceful, relaxing, soothing, quiet music, tranquil, serene, slow music, meditation, atmospheric, subtle, light, warm music, acoustic, tender, "
    "轻柔, 舒缓, 平静, 安静, 柔和, 宁静, 钢琴, 钢琴曲, 轻音乐, 治愈, 温柔, 抒情, 安宁, 恬静, 氛围, 轻松, 柔美, 淡雅",
    "style=jazz>lofi": "jazz, jazzy, soul, r&b, rnb, blues, bossa nova, swing, 爵士, 蓝调, 爵士乐",
    "style=hip hop>lofi": "hip hop, hiphop, rap, trap, boom bap, 嘻哈, 说唱",
    "style=rock>upbeat": "rock, metal, punk, guitar, indie, country, folk, reggae, latin, 摇滚, 民谣, 吉他, 乡村, 拉丁, 金属",
    "style=electronic>upbeat": "electronic, edm, techno, house music, synthwave, synth, trance, dubstep, disco, drum and bass, 电子, 电音, 迪斯科, 舞曲",
    "style=epic>upbeat": "epic, dramatic, orchestral, heroic, powerful, intense, suspense, action, trailer music, 史诗, 大气, 震撼, 燃, 紧张, 热血, 激烈, 戏剧性",
    "style=classical>calm": "classical, strings, violin, orchestra, cello, harp, 古典, 小提琴, 弦乐, 古风, 国风, 中国风, 古筝",
    "style=sad>calm": "sad, emotional, melancholic, melancholy, moody, romantic, dreamy, nostalgic, sentimental, elegiac, inspirational, inspiring, heartfelt, "
    "悲伤, 忧伤, 伤感, 浪漫, 温馨, 感人, 煽情, 怀旧的音乐, 梦幻, 情感",
    "style=corporate>upbeat": "corporate, business, tech, modern, 商务, 科技, 科技感, 企业",
    # -- transitions
    "transkind=dissolve": "crossfade~, cross fade, cross fades, cross dissolve, cross dissolves, dissolve~, crossdissolve, blend, mix transition, fade transition, fade transitions, fading transitions, smooth transition, smooth transitions, soft transitions, morph, "
    "叠化, 溶解, 交叉淡化, 交叉叠化, 淡入淡出转场, 淡入淡出的转场, 交叉溶解, 渐变转场, 叠化转场, 淡化转场, 融合, 柔和过渡, 淡入淡出过渡, 淡入淡出效果的转场, 平滑过渡",
    "transkind=fade-black": "fade thru black, fades thru black, dip thru black, thru black, fade through black, fades through black, dip to black, dips to black, dip through black, through black, via black, 闪黑, 黑场过渡, 黑场转场, 过黑, 淡入黑场, 黑色过渡, 经黑场",
    "transkind=fade-white": "fade through white, fade to white, dip to white, dips to white, flash, flashes, through white, white flash, via white, 闪白, 白场过渡, 白场, 过白, 白色闪光, 闪光",
    "transkind=wipe": "wipe, wipes, wipe transition, wipe transitions, wiping, 擦除, 划像, 擦拭, 划变, 抹除",
    "transkind=slide": "slide, slides, sliding, push, pushes, swipe, swipes, slide transition, slide transitions, 滑动, 推移, 滑入, 推拉, 平移, 滑屏, 左滑",
    "transkind=zoom": "zoom transition, zoom transitions, zoom effect transition, zooming transition, zoom cuts, 缩放转场, 放大转场, 推近转场, 变焦转场",
    "transkind=other": "glitch, spin transition, whip pan, page turn, page curl, star wipe, cube, ripple, light leak, film burn, 故障, 翻页, 旋转转场, 卷页, 百叶窗, 模糊转场",
    # -- titles
    "animation=typewriter": "typewriter, typed, typing, type on, 打字机, 打字, 逐字",
    "animation=pop": "pop in, pops in, popping, pop up, pops up, pop, bounce, bouncing, 弹出, 弹跳, 弹入, 蹦出",
    "animation=rise": "rise, rises, rising, slide up, slides up, float up, 上升, 上滑, 浮现, 升起, 从下方滑入",
    "animation=none": "no animation, without animation, static, unanimated, 静态, 无动画, 不要动画, 没有动画",
    "position=top-left": "top left, upper left, top left corner, upper left corner, left top, upper left hand corner, top left hand corner, 左上角, 左上, 左上方",
    "position=top-right": "top right, upper right, top right corner, upper right corner, right top, upper right hand corner, top right hand corner, 右上角, 右上, 右上方",
    "position=bottom-left": "bottom left, lower left, bottom left corner, lower left corner, lower left hand corner, bottom left hand corner, 左下角, 左下, 左下方",
    "position=bottom-right": "bottom right, lower right, bottom right corner, lower right corner, lower right hand corner, bottom right hand corner, corner, 右下角, 右下, 右下方, 角落",
    "position=top": "top, at the top, upper part, top of the screen, top of the frame, top center, top centre, 顶部, 上方, 上面, 顶端, 屏幕上方, 画面上方, 上边",
    "position=bottom": "bottom, at the bottom, bottom of the screen, bottom of the frame, bottom center, bottom centre, lower part, 底部, 下方, 下面, 底端, 屏幕下方, 画面下方, 下边, 最下面",
    "position=center": "center, centre, centered, centred, middle of the screen, middle of the frame, screen center, in the middle, 居中, 中央, 正中, 屏幕中间, 画面中间, 正中央, 中心, 屏幕中央, 画面中央",
    "position=lower-third": "in the lower third, as a lower third, 下三分之一处",
    "position=left": "left, left side, on the left, left hand side, left edge, 左边, 左侧, 左面, 左",
    "position=right": "right, right side, on the right, right hand side, right edge, 右边, 右侧, 右面, 右",
    # -- colour names
    "colour=#ffffff": "white, 白色, 白, 白字, 纯白",
    "colour=#000000": "black, 黑色, 黑, 黑字, 黑底",
    "colour=#e53935": "red, 红色, 红, 红字",
    "colour=#1e88e5": "blue, 蓝色, 蓝, 蓝字",
    "colour=#43a047": "green, 绿色, 绿, 绿字",
    "colour=#fdd835": "yellow, 黄色, 黄, 黄字",
    "colour=#fb8c00": "orange, 橙色, 橙, 橘色, 橘黄色",
    "colour=#8e24aa": "purple, violet, 紫色, 紫",
    "colour=#ec407a": "pink, 粉色, 粉红色, 粉, 粉红",
    "colour=#d4af37": "gold, golden, 金色, 金, 金黄色",
    "colour=#c0c0c0": "silver, 银色",
    "colour=#9e9e9e": "gray, grey, 灰色, 灰",
    "colour=#6d4c41": "brown, 棕色, 褐色",
    "colour=#26c6da": "cyan, turquoise, teal, aqua, 青色, 青",
    "colour=#f06292": "magenta, 洋红",
    "colour=#1a237e": "navy, navy blue, dark blue, 深蓝色, 藏青色, 深蓝",
    "colour=#f5f5dc": "beige, cream, 米色, 米白色",
    "colour=#90caf9": "light blue, sky blue, 浅蓝色, 天蓝色, 浅蓝",
    "colour=#1b5e20": "dark green, 深绿色, 墨绿色",
    # -- looks
    "look=warm": "warm, warm look, warm tone, warm tones, warm filter, sunny, golden hour look, 暖色, 暖色调, 暖调, 温暖, 暖",
    "look=cool": "cool look, cool tone, cool tones, cold, cool filter, cooler, colder, bluish, icy, cool blue, 冷色, 冷色调, 冷调, 冷",
    "look=cinematic": "cinematic, cinema look, film look, filmic, movie look, movie like, like a movie, teal and orange, hollywood, cinematic look, cinematic color grade, cinematic colour grade, color grade, colour grade, color grading, colour grading, 电影感, 电影级, 电影风格, 电影质感, 电影色调, 大片感, 电影调色, 电影滤镜, 电影, 大片, 调色",
    "look=vivid": "vivid, vibrant, punchy, colorful, colourful, boost the colors, boost the colours, boost colors, boost colours, boost the color, boost the colour, pop colors, make the colors pop, colors pop, colours pop, more vivid, lively colors, more colorful, more colourful, rich colors, enhance the colors, enhance the colours, "
    "鲜艳, 鲜明, 艳丽, 色彩鲜艳, 鲜亮, 更鲜艳, 增强色彩, 色彩浓郁, 鲜艳一点, 增强颜色",
    "look=muted": "muted colors, muted colours, muted tones, desaturated, faded look, matte, pastel, washed out, faded colors, subdued, 低饱和, 淡雅色调, 灰调, 莫兰迪, 清淡, 褪色",
    "look=vintage": "vintage, retro, old film, old school, nostalgic look, aged, 70s, 80s, 90s, film grain, old fashioned, 复古, 怀旧, 老电影, 胶片, 胶片感, 胶片风, 老照片, 年代感, 旧时光",
    "look=sepia": "sepia, 棕褐色, 褐色调, 泛黄, 乌贼墨",
    "look=mono": "b&w, b & w, black n white, black and white, black & white, b&w, bw, b & w, monochrome, grayscale, greyscale, noir, grey scale, gray scale, 黑白, 变黑白, 单色, 灰度, 黑白色, 黑白效果",
    "dial=brightness+": "too dark, brighter, brighten~, lighter, light up, lighten~, more light, 偏暗, 有点暗, 太暗, 太暗了, 调亮, 更亮, 亮一点, 提亮, 变亮, 亮些, 亮点, 加亮, 亮一些, 明亮一点, 明亮",
    "dial=brightness-": "too bright, darker, darken~, dimmer, dim, 偏亮, 有点亮, 太亮, 太亮了, 调暗, 更暗, 暗一点, 变暗, 压暗, 暗些, 暗点, 暗一些",
    "dial=brightness": "brightness, exposure, 亮度, 曝光, 明度",
    "dial=contrast": "contrast, 对比度, 对比, 反差",
    "dial=saturation-": "desaturate~, less saturated, less colorful, less colourful",
    "dial=saturation+": "more saturated, saturate~, oversaturate",
    "dial=saturation": "saturation, colour intensity, color intensity, vibrance, 饱和度, 色彩饱和度, 鲜艳度, 饱和",
    "dial=temperature+": "偏黄, 偏暖色, warm it up, warm up, warm them up, warmer, 更暖, 暖一点, 暖一些, 偏暖",
    "dial=temperature-": "偏蓝, cool it down, cool down, cooler, colder, bluer, 更冷, 冷一点, 冷一些, 偏冷",
    "dial=temperature": "temperature, colour temperature, color temperature, white balance, 色温, 白平衡",
    "dial=gamma": "gamma, 伽马",
    "filter": "filter, filters, look, grade, grading, color filter, colour filter, effect, effects, feel, vibe, tone, colors, colours, color, colour, 滤镜, 色调, 风格, 感觉, 效果, 色彩, 颜色, 特效",
    "blur": "blur~, blurred, blurry, blurring, out of focus, defocus, 模糊, 虚化, 打码, 马赛克, 毛玻璃",
    "plain": "colour again, color again, in colour, in color, in colour again, in color again, full colour, full color, back to colour, back to color, colour back, color back, 恢复彩色, 变回彩色, 彩色, natural look, no filter, without filter, no filters, original colors, original colours, original color, 原色, 无滤镜, 去滤镜, 原始色彩, 恢复颜色",
    # -- canvas
    "orientation=9:16": "vertical, portrait, tall, upright, vertical video, portrait mode, vertical format, tiktok, tik tok, reels, instagram reels, reel format, instagram reel, shorts, youtube shorts, youtube short, instagram stories, instagram story, ig story, ig reels, stories, snapchat, story format, whatsapp status, phone screen, mobile, "
    "竖屏, 竖版, 竖向, 竖着, 竖的, 抖音, 小红书, 快手, 视频号, 手机竖屏, 竖幅, 竖直, 手机屏幕, 朋友圈, 纵向, 竖",
    "orientation=16:9": "horizontal, landscape, widescreen, wide screen, youtube, youtube video, you tube, landscape mode, landscape format, linkedin, vimeo, facebook video, twitter, tv, television, wide format, "
    "横屏, 横版, 横向, 横着, 横的, b站, B站, 哔哩哔哩, 西瓜视频, 宽屏, 横幅, 油管, 电视, 优酷, 爱奇艺, 腾讯视频, 知乎, 横",
    "orientation=1:1": "instagram, ig, square, squared, square format, instagram post, instagram feed, ig post, instagram square, 正方形, 方形, 方屏, 正方, 方的, 1比1",
    "orientation=4:5": "portrait post, instagram portrait, feed portrait",
    "orientation=21:9": "ultrawide, ultra wide, cinemascope, anamorphic, cinema widescreen, 超宽屏, 宽银幕, 电影宽屏",
    "height=2160": "4k, uhd, ultra hd, 4k uhd, 超高清, 超清4k",
    "height=1440": "2k, qhd, quad hd",
    "height=1080": "full hd, fullhd, fhd, full high definition, hd, high definition, 全高清, 高清",
    "height=720": "hd ready, 标清720, 720",
    "height=480": "sd, standard definition, 标清",
    "fitting=blur": "blurred background, blur background, blurry background, blur the background, blurred sides, blurred bars, background blur, blur the bars, blurred borders, blur fill, blurred edges, blur the sides, fill the background with blur, 模糊背景, 背景模糊, 背景虚化, 虚化背景, 毛玻璃背景, 模糊填充, 两边模糊",
    "fitting=fill": "fill the frame, fill the screen, fill, crop to fill, no black bars, without black bars, no bars, without bars, crop to fit, full frame, full screen, fullscreen, crop it to, cropped to, crop to, crop the video to, zoom to fill, cover, 填满, 铺满, 充满, 填充画面, 满屏, 裁剪填充, 全屏, 不留黑边, 不要黑边, 去黑边, 去掉黑边, 撑满",
    "fitting=fit": "letterbox~, letterboxed, pillarbox~, letterboxing, black bars, with black bars, with bars, fit inside, fit the whole picture, show the whole picture, keep everything visible, don't crop, do not crop, without cropping, no cropping, 留黑边, 加黑边, 黑边, 上下黑边, 左右黑边, 完整显示, 不裁剪, 显示完整画面, 不要裁剪, 保持完整",
    # -- project talk
    "undo": "undo, revert, roll back, rollback, take that back, go back, go back one step, undo that, undo the last change, undo it, undo last, scratch that, step back, change it back, put it back, "
    "撤销, 撤回, 回退, 上一步, 返回上一步, 撤销上一步, 退回, 还原, 恢复上一步, 改回去, 撤消",
    "redo": "redo, do it again, redo that, put it back again, reapply, 重做, 恢复刚才, 重新执行, 取消撤销, 再做一次",
    "reset": "scrap everything, throw everything away, start anew, start fresh, start over, start again, start from scratch, reset, reset everything, clear everything, undo everything, undo all, discard all changes, begin again, delete everything, remove everything, wipe everything, revert everything, revert all, back to the original, "
    "重来, 重新开始, 从头开始, 重置, 全部撤销, 撤销全部, 恢复原样, 清空重来, 全部重来, 推倒重来, 还原到最初, 撤销所有",
    "status": "what's in the timeline, what is in the timeline, in the timeline right now, what's in it, status, show tracks, show the tracks, show timeline, show the timeline, show me the timeline, what's on the timeline, what is on the timeline, current state, list clips, list the clips, show clips, show the clips, how long is, what's the length, what resolution, how many clips, what do we have, where are we, what's in the project, show me the tracks, list tracks, show state, summary of the timeline, what is the duration, what's the duration, show project, what have you done, what did you do, what changed, "
    "状态, 查看状态, 显示轨道, 时间线状态, 当前状态, 有哪些片段, 多长, 多少秒, 什么分辨率, 看看时间线, 列出片段, 查看轨道, 几段, 视频多长, 查看时间线, 查看项目, 进度",
    "credits": "credits left, credit balance, my credits, balance, how many credits, remaining credits, credits, quota, show credits, check credits, check balance, check my balance, is it free, is this free, does it cost, how much does it cost, how much does this cost, what does it cost, do i have to pay, 积分, 余额, 额度, 剩余积分, 还有多少积分, 查询积分, 查看余额, 点数, 免费吗, 收费吗, 要钱吗, 要付费吗, 多少钱",
    "credits=account": "give me a free trial token, give me a free plan token, give me a token, trial token, free trial token, plan token, free plan token, starter token, free token, anonymous token, access token, token, tokens, account credentials, my account credentials, credentials, guest access, account, an account, my account, sign up, how do i sign up, log in, login, register, registration, free trial, start a trial, api key, 试用令牌, 免费令牌, 账号凭证, 令牌, 账号, 账户, 注册, 登录, 登陆, 免费试用, 密钥",
    "help": "help, what can you do, how does this work, what can i do, commands, what can i say, how do i use this, what are you able to do, show help, instructions, usage, 帮助, 你能做什么, 怎么用, 使用说明, 有什么功能, 你会什么, 能做什么, 可以做什么, 如何使用",
    # -- empty wishes
    "improve": "look better, look good, look great, look nice, look amazing, look professional, more professional, more professionally, better, nicer, awesome, professional, improve, polish~, polished, enhance, beautify, do your magic, work your magic, surprise me, touch up, spruce up, jazz up, spice up, clean up, cleaned up, do something, do anything, something nice, something cool, auto edit, automatically, magic, make it pop, "
    "好看一点, 好看点, 好看, 美化, 优化, 优化一下, 润色, 高级感, 精剪, 自动剪辑, 智能剪辑, 随便剪, 看着办, 自由发挥, 弄好看, 专业一点, 更好看, 高大上, 炫一点, 漂亮一点, 一键成片, 处理一下, 完善一下",
    "quality=high": "high quality, best quality, highest quality, top quality, maximum quality, great quality, max quality, hq, lossless, 高质量, 最高质量, 最好质量, 高品质, 最高画质, 高画质, 最佳质量, 原画质",
    "quality=low": "small file, smaller file, low quality, for email, compress it, compressed, compress, smaller size, small size, draft quality, low res, lower quality, 低质量, 小文件, 压缩一下, 小一点的文件, 体积小, 文件小一点",
    "quality=medium": "medium quality, normal quality, standard quality, 中等质量, 标准质量",
    "format=mp4": "mp4, mpeg 4, mp4 file",
    "format=mov": "mov, quicktime",
    "format=webm": "webm, web m",
    "format=gif": "gif, 动图, 动态图",
    "format=mkv": "mkv, matroska",
    "format=mp3": "mp3, audio only, mp3 file",
    "codec": "h264, h 264, h265, h 265, hevc, avc, av1, vp9, aac, codec, bitrate, 编码, 码率",
}

FILLER = (
    "without an account, without registering, without registration, without logging in, without a login, no account needed, 不用注册, 无需注册, 不用登录, 无需登录, 免费, "
    "i'd love, i'd love it, love it, love, i would love, these are, here are, here is, "
    "never mind, nevermind, run, ramp, name, my name, 算了, 风, 系, 算, 要的, "
    "u, ur, gimme, can u, could u, wanna, in the bg, in bg, 发到, 发布到, 发在, 发, 往, "
    "按, 按照, 依照, 根据, "
    "正好, 刚好, 恰好, 总, 正, 总长, 整体上, "
    "say, read, social media, animations, animation, elements, boxes, box, assets, asset, b roll, broll, comes, come, should be the, dreamy, energetic, company, "
    "这几个, 那几个, 几个, 这几段, 这几张, 这几, 这两个, 那么, 的部分都, 字体, 其中, 然后呢, 接下来呢, "
    "what's, whats, who's, here's, there's, that is, it is, plays, play it, "
    "a, an, the, of, our, your, their, his, her, these, those, is, are, be, i, me, we, you, us, myself, "
    "please, pls, plz, can, could, would, will, shall, may, might, kindly, just, so, very, quite, some, any, here, hey, hi, hello, ok, okay, "
    "now, right now, want, wants, wanted, need, needs, wanna, gonna, like, would like, i'd like, i'd, i'll, i'm, i've, you'd, let's, let, lets, us, thanks, thank you, thank you very much, "
    "help me, go ahead, try, do, does, did, done, have, has, had, having, get, gets, got, getting, come, goes, go, going, been, being, was, were, am, "
    "nice, good, great, beautiful, lovely, pretty, simple, clean, elegant, neat, perfect, proper, properly, proper, stylish, fancy, cool, fine, amazing, catchy, "
    "for free, free, signing up, without signing up, without creating an account, without logging in, short description, which, who, what, where, there's, there is, there are, exactly, about, approximately, roughly, approx, around, maybe, perhaps, actually, basically, simply, ideally, preferably, well, also, too, else, again, already, still, instead, then too, "
    "appropriate, appropriately, suitable, fitting, matching, corresponding, matches, goes well, single, second mark, mark, point, marker, position, spot, moment, timestamp, time stamp, kind, type, sort, style, styled, "
    "full, fully, completely, complete, total, totally, altogether, overall, thing, things, stuff, way, look, looks, looking, feels, feel, effect, nicely, smoothly, smooth, seamless, seamlessly, one, ones, if, if possible, as needed, where needed, want it, "
    "underneath, under, beneath, behind, in the background, over it, under it, over, onto, upon, across, along, on top, above, below, via, and so on, etc, "
    "reading, saying, says, that's, that, this, such, has to, have to, should, must, rather, please also, make sure, make sure that, make sure to, ensure, playing, play, plays, appear, appears, appearing, visible, seen, "
    "screen, frame, picture, visual, visually, on screen, image quality, quality, "
    "audience, viewer, viewers, dear, hey there, buddy, friend, mate, sir, quick question, yo, bro, man, alright, all right, sure, yes, yeah, yep, cheers, thx, ty, "
    "strength, intensity, something, somehow, someone, anything, back, letters, lettering, everywhere, somewhere, characters, seconds long, instead of that, bit of, sort of, kind of, "
    "的, 了, 把, 将, 我, 我们, 你, 您, 咱们, 请, 请你, 请帮我, 帮我, 帮忙, 帮, 给, 给我, 给它, 吧, 呢, 啊, 哦, 呀, 嘛, 吗, 哈, 一下, 一下子, 下, 一个, 一段, 一首, 一条, 一张, 一种, 一句, 一行, 一些, 个, 首, 种, 张, 句, 行, 支, 份, 麻烦, 麻烦你, 麻烦帮我, 劳驾, 想, 想要, 想把, 我想, 我要, 要, 需要, 希望, 能, 能不能, 可以, 可不可以, 能否, 能帮我, 先, 就, 也, 是, 有, 这, 那, 这些, 那些, 这样的, 我想要, 即可, 就行, 就好, 就可以, 谢谢, 谢了, 多谢, 感谢你, "
    "地, 得, 对, 对于, 关于, 之, 以, 给视频, 给这个, 给这段, 现在, 直接, 整, 作为, 当作, 当, 做为, 进行, 操作, 效果, 处理, 合适的, 合适, 适合, 适合的, 好听的, 好听, 漂亮的, 简单的, 简洁, 简洁的, 一点的, 风格的, 类型的, 左右, 大约, 大概, 约, 差不多, 为好, 好了, 好, 好吗, 行吗, 可以吗, 你好, 嗨, 喂, 哈喽, 亲, 老师, 一共, 总共, 共, 长度为, 时间, 钟, 播放, 画面上, 屏幕, 屏幕上, 上, 出来, 起来, 下去, 过来, 看起来, 看上去, 听起来, 那种, 这种, 一点, 一些, 些, 点儿, 点, 样子, 样式, 字体, 形式, 方式, 版本, 版, 格式, 文件, 音轨上, 完成, 完, 后期, 模式, 状态下, 的话, 如果, 尽量, 最好, 务必, 一定, 必须, 应该, 会, 还要, 还想, 到时候, 里的, 中的"
)
